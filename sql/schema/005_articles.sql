create table articles (
    article_id text not null,
    revision integer not null,
    is_current boolean not null,
    record_id text not null,
    given_id text,
    input_uri text,
    input_record integer,
    url text,
    title text,
    source text,
    author text,
    published text,
    published_at timestamp,
    published_date date,
    published_method text,
    published_problem text,
    updated text,
    version_at timestamp,
    language text,
    text text not null,
    extra text,
    word_count integer,
    content_hash text not null,
    story_id text,
    extractor_version text,
    run_id text not null
);

comment on table articles is
'One row per text of an article, key (article_id, revision); layers belong to the text with is_current.';
comment on column articles.article_id is
'Identity of the article: its URL, else source and given id, else its content.';
comment on column articles.revision is
'Number of the text under its identity, from 1, in order of version_at, run, content_hash.';
comment on column articles.is_current is 'True for the latest revision; exactly one per article.';
comment on column articles.record_id is 'Id as given in the input, else the article_id.';
comment on column articles.given_id is 'Id as given in the input; null when none was given.';
comment on column articles.input_uri is 'Path or address of the input that brought the text.';
comment on column articles.input_record is 'Number of the record in that input, from 1.';
comment on column articles.url is 'Address of the article.';
comment on column articles.title is 'Headline.';
comment on column articles.source is 'Outlet that published the article.';
comment on column articles.author is 'Author as given.';
comment on column articles.published is
'Publication date or time as delivered, ISO 8601; null when unknown or not believed.';
comment on column articles.published_at is 'Publication time, UTC; null when no time of day is stated.';
comment on column articles.published_date is
'Publication day in the time zone that published itself states; null when undated.';
comment on column articles.published_method is
'Where the date came from: given, front_matter, feed, meta, jsonld, url, filename, dateline, none.';
comment on column articles.published_problem is 'Why a given date was not believed; null when there was no doubt.';
comment on column articles.updated is 'Time of the last change as delivered, ISO 8601.';
comment on column articles.version_at is 'Time of this text, UTC: updated, else published; null sorts first.';
comment on column articles.language is 'Language, ISO 639-1.';
comment on column articles.text is 'The text that all offsets point into, as delivered.';
comment on column articles.extra is 'Other fields of the input record as a JSON object.';
comment on column articles.word_count is 'Words in the text.';
comment on column articles.content_hash is 'Hash of text, title and published; key with article_id.';
comment on column articles.story_id is 'Story: articles that tell the same thing nearly word for word share it.';
comment on column articles.extractor_version is
'Version that extracted the layers; null for a text that is not current.';
comment on column articles.run_id is 'Run that stored the text.';
