create or replace view article_text as
select
    article_id,
    revision,
    story_id,
    source,
    url,
    title,
    author,
    language,
    text,
    word_count,
    published_date,
    published_at,
    published_method
from articles
where is_current;

comment on view article_text is 'One row per article: its current text.';
comment on column article_text.article_id is 'Article.';
comment on column article_text.revision is 'Number of the current text under its identity, from 1.';
comment on column article_text.story_id is 'Story: articles that tell the same thing nearly word for word share it.';
comment on column article_text.source is 'Outlet that published the article.';
comment on column article_text.url is 'Address of the article.';
comment on column article_text.title is 'Headline.';
comment on column article_text.author is 'Author as given.';
comment on column article_text.language is 'Language, ISO 639-1.';
comment on column article_text.text is 'The text that all offsets point into, as delivered.';
comment on column article_text.word_count is 'Words in the text.';
comment on column article_text.published_date is
'Publication day in the time zone that the article states; null when undated.';
comment on column article_text.published_at is 'Publication time, UTC; null when no time of day is stated.';
comment on column article_text.published_method is 'Where the date came from; none when undated.';
