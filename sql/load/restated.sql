-- Known texts that were delivered again with a later time: it counts from now on, and the other fields are those of
-- the delivery that states it. Text, title, date, language and story belong to the text and stay.
update articles set
    record_id = i.record_id,
    given_id = i.given_id,
    input_uri = i.input_uri,
    input_record = i.input_record,
    url = i.url,
    source = i.source,
    author = i.author,
    published_method = i.published_method,
    updated = i.updated,
    updated_problem = i.updated_problem,
    version_at = i.version_at at time zone 'UTC',
    extra = i.extra
from incoming_articles as i
inner join batch_texts as t on i.article_id = t.article_id and i.content_hash = t.content_hash
where
    t.is_later
    and articles.article_id = i.article_id
    and articles.content_hash = i.content_hash
