"""Settlement: escrow pays the shop, the platform and every payee once the return window is over."""
