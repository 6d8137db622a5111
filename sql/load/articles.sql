-- Texts that are not stored yet. The only text of an article is its current one; others are numbered in revisions.sql.
insert into articles (
    article_id, revision, is_current, record_id, given_id, input_uri, input_record, url, title, source, author,
    published, published_at, published_date, published_method, published_problem, updated, updated_problem, version_at,
    language, text, extra, word_count, content_hash, story_id, run_id
)
select
    i.article_id,
    case when t.is_known_article or t.text_count > 1 then 0 else 1 end as revision,
    not t.is_known_article and t.text_count = 1 as is_current,
    i.record_id,
    i.given_id,
    i.input_uri,
    i.input_record,
    i.url,
    i.title,
    i.source,
    i.author,
    i.published,
    i.published_at at time zone 'UTC' as published_at,
    i.published_date,
    i.published_method,
    i.published_problem,
    i.updated,
    i.updated_problem,
    i.version_at at time zone 'UTC' as version_at,
    i.language,
    i.text,
    i.extra,
    i.word_count,
    i.content_hash,
    i.story_id,
    t.run_id
from incoming_articles as i
inner join batch_texts as t on i.article_id = t.article_id and i.content_hash = t.content_hash
where not t.is_known_text
