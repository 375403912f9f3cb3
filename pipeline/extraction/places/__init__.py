"""Places: administrative units by their unit words and names, countries, regions, streets and venues."""
