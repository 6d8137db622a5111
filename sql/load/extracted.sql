-- The current text was extracted by this version; a text it replaced has no layers any more.
update articles set
    extractor_version = case when articles.is_current then b.extractor_version end,
    extraction_status = case when articles.is_current then b.extraction_status end
from batch_articles as b
where articles.article_id = b.article_id and b.is_replaced
