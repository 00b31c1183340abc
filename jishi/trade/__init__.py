"""Goods, orders, money: shops, catalog, payments, orders, settlement."""
