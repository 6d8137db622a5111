create table statement_sources (
    statement_id text not null,
    article_id text not null,
    position integer not null,
    kind text,
    name text,
    entity_id text,
    start integer,
    "end" integer,
    run_id text not null
);

comment on table statement_sources is
'One row per link of a statement''s chain of sources, key (statement_id, position).';
comment on column statement_sources.statement_id is 'The statement that is sourced.';
comment on column statement_sources.article_id is 'Article whose current revision shows it.';
comment on column statement_sources.position is 'Place in the chain, 0 the innermost.';
comment on column statement_sources.kind is 'What the source is, for example person, office, media or publisher.';
comment on column statement_sources.name is 'The source as a reader would call it.';
comment on column statement_sources.entity_id is 'Entity of the source; null when it is not an entity of the article.';
comment on column statement_sources.start is
'First character: code points from 0 into the current articles.text; null where implied, not named.';
comment on column statement_sources."end" is
'Character after the span: code points, half-open; null where implied, not named.';
comment on column statement_sources.run_id is 'Run that extracted the row.';
