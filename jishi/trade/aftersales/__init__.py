"""After-sales: refunds, returns, exchanges, price protection, and the disputes above them."""
