"""The print room: reads orders, changes nothing in them, and prints PDF documents."""
