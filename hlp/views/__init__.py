"""Pages of the kernel: the public site, home, account, sign-in, messages, texts, health and the demonstration."""
