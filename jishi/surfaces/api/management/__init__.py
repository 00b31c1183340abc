"""Commands of the Open API."""
