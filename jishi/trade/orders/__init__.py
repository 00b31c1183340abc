"""Orders: cart, checkout, one order per shop, its way from payment to receipt."""
