"""The site: its foundation, policy, stations and leases."""
