create table mentions (
    article_id text not null,
    start integer not null,
    "end" integer not null,
    text text not null,
    label text,
    entity_id text,
    code text,
    sense text,
    rule text,
    run_id text not null
);

comment on table mentions is 'One row per character span naming an entity, key (article_id, start, end).';
comment on column mentions.article_id is 'Article whose current revision shows it.';
comment on column mentions.start is 'First character of the span: code points from 0 into the current articles.text.';
comment on column mentions."end" is 'Character after the span: code points, half-open.';
comment on column mentions.text is 'The characters of the span.';
comment on column mentions.label is
'PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, LAW, PRODUCT, WORK_OF_ART; null for a resolved reference.';
comment on column mentions.entity_id is 'Entity named; null when not linked.';
comment on column mentions.code is 'Code of the party named: ISO 3166-1 alpha-3, EUU, UNO, NAT or a prefixed name.';
comment on column mentions.sense is 'literal, or government when a place stands for its government.';
comment on column mentions.rule is 'Rule of the lexicon or the code that made the row.';
comment on column mentions.run_id is 'Run that extracted the row.';
