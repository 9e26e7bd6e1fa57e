"""Release: what waits, what stands against it, the certificate, the register."""
