"""Questions of our own, asked after Schemathesis's: what its checks do not see."""
