create table dates (
    article_id text not null,
    start integer not null,
    "end" integer not null,
    text text not null,
    type text not null,
    start_date date,
    end_date date,
    precision text,
    rule text,
    run_id text not null
);

comment on table dates is 'One row per time expression, key (article_id, start).';
comment on column dates.article_id is 'Article whose current revision shows it.';
comment on column dates.start is 'First character of the span: code points from 0 into the current articles.text.';
comment on column dates."end" is 'Character after the span: code points, half-open.';
comment on column dates.text is 'The characters of the span.';
comment on column dates.type is 'DATE, TIME, DURATION or SET.';
comment on column dates.start_date is 'First day of the interval, inclusive; null when unknown or vague.';
comment on column dates.end_date is 'Last day of the interval, inclusive; null when unknown or vague.';
comment on column dates.precision is
'Size of the interval: day, week, month, quarter, half, year, decade or other; null when unknown.';
comment on column dates.rule is 'Rule of the lexicon or the code that made the row.';
comment on column dates.run_id is 'Run that extracted the row.';
