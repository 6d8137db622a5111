create table quotes (
    article_id text not null,
    start integer not null,
    "end" integer not null,
    text text not null,
    direct boolean,
    cue_start integer,
    cue_end integer,
    speaker_start integer,
    speaker_end integer,
    speaker_id text,
    speaker text,
    rule text,
    run_id text not null
);

comment on table quotes is 'One row per quotation, key (article_id, start).';
comment on column quotes.article_id is 'Article whose current revision shows it.';
comment on column quotes.start is 'First character of the span: code points from 0 into the current articles.text.';
comment on column quotes."end" is 'Character after the span: code points, half-open.';
comment on column quotes.text is 'The characters of the span.';
comment on column quotes.direct is 'True when the span begins with a quotation mark.';
comment on column quotes.cue_start is
'First character of the verb of saying: code points from 0 into articles.text; null when none.';
comment on column quotes.cue_end is 'Character after the verb of saying: code points, half-open; null when none.';
comment on column quotes.speaker_start is
'First character of the speaker''s mention: code points from 0 into articles.text; null when none.';
comment on column quotes.speaker_end is
'Character after the speaker''s mention: code points, half-open; null when none.';
comment on column quotes.speaker_id is 'Entity of the speaker; null when not an entity.';
comment on column quotes.speaker is 'Speaker as a reader would call them.';
comment on column quotes.rule is 'Rule of the lexicon or the code that made the row.';
comment on column quotes.run_id is 'Run that extracted the row.';
