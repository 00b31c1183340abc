"""Tests of the Market."""
