"""Order Details: menus, timeline, marks, addresses, payments."""
