"""Catalog: products, their SKUs and prices, and the stock that can be promised."""
