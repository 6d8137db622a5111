insert into articles by name
select
    * replace (1 as revision, false as is_current, md5(content_hash) as content_hash, null as extractor_version)
from articles
where input_record % 50 = 7 and $articles > 0;
