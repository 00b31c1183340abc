"""Public ↔ private: who follows whom, and how people are reached again."""
