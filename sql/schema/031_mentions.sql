-- Words that stand for a name ("the two countries", "he") are mentions as well: two of one span where they mean two.
comment on table mentions is
'One row per span and entity that it names, key (article_id, start, end, entity_id): "the two countries" names two.';
comment on column mentions.label is
'PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, LAW, PRODUCT, WORK_OF_ART; null for a reference ("the country", "he").';
