create table entities (
    entity_id text not null,
    name text not null,
    type text,
    code text,
    article_count integer not null,
    run_id text not null
);

comment on table entities is
'One row per entity of the whole corpus, key entity_id; chosen from article_entities by frequency, then spelling.';
comment on column entities.entity_id is 'Id of the entity.';
comment on column entities.name is 'Name used by most articles.';
comment on column entities.type is 'Kind of entity, with the code what most articles say.';
comment on column entities.code is
'ISO 3166-1 alpha-3, EUU, UNO, NAT, IGO:, ORG:, PER:, GRP: or SEC: name; null when it has none.';
comment on column entities.article_count is 'Current articles that name the entity.';
comment on column entities.run_id is 'Run that last touched the entity.';
