"""The cellar: what a machine may lack. PostgreSQL and a Redis-compatible broker out of wheels, and
the supervisor that runs the whole application with them (`bin/demo`, `bin/test`).

Nothing embedded starts where DATABASE_URL and REDIS_URL say what to use instead.
"""
