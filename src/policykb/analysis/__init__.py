"""What follows from many records at once: cross tables, and pictures of them."""
