"""What people see of orders."""
