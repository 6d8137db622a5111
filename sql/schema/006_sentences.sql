create table sentences (
    article_id text not null,
    start integer not null,
    "end" integer not null,
    run_id text not null
);

comment on table sentences is 'One row per sentence of a current article, key (article_id, start).';
comment on column sentences.article_id is 'Article whose current revision shows it.';
comment on column sentences.start is 'First character of the span: code points from 0 into the current articles.text.';
comment on column sentences."end" is 'Character after the span: code points, half-open.';
comment on column sentences.run_id is 'Run that extracted the row.';
