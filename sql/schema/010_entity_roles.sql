create table entity_roles (
    article_id text not null,
    entity_id text not null,
    text text not null,
    start integer not null,
    "end" integer not null,
    run_id text not null
);

comment on table entity_roles is
'One row per role that an article gives to an entity, key (article_id, entity_id, start).';
comment on column entity_roles.article_id is 'Article whose current revision shows it.';
comment on column entity_roles.entity_id is 'Entity that bears the role.';
comment on column entity_roles.text is 'The role as the text words it.';
comment on column entity_roles.start is
'First character of the span: code points from 0 into the current articles.text.';
comment on column entity_roles."end" is 'Character after the span: code points, half-open.';
comment on column entity_roles.run_id is 'Run that extracted the row.';
