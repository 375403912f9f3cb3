"""Registers: lists of facts that others keep, which tell names of things and what is known of them.

A register answers look-ups by name, number or code; it never sees an article. `load_registers()` of
registers.py gives all of them, each read when first asked for, to be handed down:

- laws: legal documents; which was in force on a day
- places: administrative units of Vietnam, of both eras, and what became of each in 2025
- countries: ISO 3166 codes, names, IRIs at GeoNames
- cities: capitals, cities, states, regions abroad
- bodies: state, party, army, press, schools, companies, bodies abroad; short forms, days, successors
- dictionary: Vietnamese words of several syllables

Beside them lexicon.py: the words the grammar looks for, from the SKOS files of ontology/.

The data, its sources and the scripts that wrote it: ontology/registers/.
"""
