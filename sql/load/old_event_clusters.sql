-- What is left of happenings that lose a member is put together anew: the lost one may have held it together.
update event_cluster_members set cluster_id = null
where
    cluster_key in (
        select m.cluster_key
        from event_cluster_members as m
        inner join batch_articles as b on m.article_id = b.article_id
        where b.has_old_layers
    );

delete from event_cluster_members
using batch_articles as b
where event_cluster_members.article_id = b.article_id and b.has_old_layers
