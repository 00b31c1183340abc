"""The ground floor: no business word of the floors above."""
