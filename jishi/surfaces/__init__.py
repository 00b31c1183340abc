"""What people and programs see: views, templates, routes."""
