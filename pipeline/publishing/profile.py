"""What DCAT-AP 3.0.1 asks of the resources that a catalog names beside its own: a class each, a label for concepts.

https://semiceu.github.io/DCAT-AP/releases/3.0.1/; a validator sees the catalog alone, not what stands at these IRIs.
"""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
EU = "http://publications.europa.eu/resource/authority/"
"""The authority tables that DCAT-AP asks for: https://op.europa.eu/en/web/eu-vocabularies/authority-tables."""

_CLASSES = {
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.type: SKOS.Concept,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.compressFormat: DCTERMS.MediaType,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.landingPage: FOAF.Document,
    FOAF.homepage: FOAF.Document,
    DCATAP.availability: SKOS.Concept,
    DCAT.accessURL: RDFS.Resource,
    DCAT.downloadURL: RDFS.Resource,
    DCAT.endpointURL: RDFS.Resource,
    DCAT.endpointDescription: RDFS.Resource,
    SPDX.checksum: SPDX.Checksum,
    SPDX.algorithm: SPDX.ChecksumAlgorithm,
}
"""The class that the profile asks of what a property points at."""
_LABELS = {
    URIRef(EU + "data-theme/GOVE"): "Government and public sector",
    URIRef(EU + "planned-availability/STABLE"): "stable",
    URIRef("http://purl.org/adms/licencetype/Attribution"): "Attribution",
    URIRef("http://purl.org/adms/licencetype/PublicDomain"): "Work in the public domain",
}
"""The English labels of concepts as their tables have them."""
_LICENCE_TYPES = {
    "creativecommons.org/licenses/by/": "http://purl.org/adms/licencetype/Attribution",
    "creativecommons.org/publicdomain/": "http://purl.org/adms/licencetype/PublicDomain",
}
"""What kind a licence is, by a part of its address, where that is certain."""


def complete(graph: Graph) -> None:
    """Add to a catalog the classes, labels and kinds of licence that the profile asks for."""
    for licence in set(graph.objects(None, DCTERMS.license)):
        for part, kind in _LICENCE_TYPES.items():
            if part in str(licence):
                graph.add((licence, DCTERMS.type, URIRef(kind)))
    for predicate, kind in _CLASSES.items():
        for value in set(graph.objects(None, predicate)):
            graph.add((value, RDF.type, kind))
    for concept, label in _LABELS.items():
        if (concept, RDF.type, SKOS.Concept) in graph:
            graph.add((concept, SKOS.prefLabel, Literal(label, "en")))
