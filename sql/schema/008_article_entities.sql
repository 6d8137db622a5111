create table article_entities (
    article_id text not null,
    entity_id text not null,
    name text not null,
    type text,
    code text,
    run_id text not null
);

comment on table article_entities is 'One row per article and entity in it, key (article_id, entity_id).';
comment on column article_entities.article_id is 'Article whose current revision shows it.';
comment on column article_entities.entity_id is 'Entity named in the article.';
comment on column article_entities.name is 'Name of the entity in this article, its fullest form.';
comment on column article_entities.type is 'Kind of entity, a mention label.';
comment on column article_entities.code is 'Code of the entity; null when it has none.';
comment on column article_entities.run_id is 'Run that extracted the row.';
