"""Pages of schools, groups, people and academic years."""
