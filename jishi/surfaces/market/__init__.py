"""The Market: feed, mall, product, checkout, orders; and the components all surfaces share."""
