"""Who is in what: schools, years, appointments, collaboratives, triads and quads."""
