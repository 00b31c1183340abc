"""Recall: a few hundred posts out of all, from several sources, for one viewer."""
