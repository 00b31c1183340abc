"""What goes in and comes out, for programs that read the contract."""
