"""The Control room: what the market's operator sees and does, on django-unfold."""
