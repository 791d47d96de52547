"""What people see, one file a kind of thing; separate so that a command is only options, a call and one of these."""
