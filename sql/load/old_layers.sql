-- Every layer of an article that gets new ones; of an article without any, nothing is looked through.
delete from sentences
using batch_articles as b
where sentences.article_id = b.article_id and b.has_old_layers;

delete from mentions
using batch_articles as b
where mentions.article_id = b.article_id and b.has_old_layers;

delete from article_entities
using batch_articles as b
where article_entities.article_id = b.article_id and b.has_old_layers;

delete from entity_roles
using batch_articles as b
where entity_roles.article_id = b.article_id and b.has_old_layers;

delete from dates
using batch_articles as b
where dates.article_id = b.article_id and b.has_old_layers;

delete from quotes
using batch_articles as b
where quotes.article_id = b.article_id and b.has_old_layers;

delete from events
using batch_articles as b
where events.article_id = b.article_id and b.has_old_layers;

delete from event_parties
using batch_articles as b
where event_parties.article_id = b.article_id and b.has_old_layers;

delete from event_dyads
using batch_articles as b
where event_dyads.article_id = b.article_id and b.has_old_layers;

delete from event_sources
using batch_articles as b
where event_sources.article_id = b.article_id and b.has_old_layers;

delete from sanctions
using batch_articles as b
where sanctions.article_id = b.article_id and b.has_old_layers;

delete from sanctions_parties
using batch_articles as b
where sanctions_parties.article_id = b.article_id and b.has_old_layers;

delete from statement_sources
using batch_articles as b
where statement_sources.article_id = b.article_id and b.has_old_layers;

delete from marks
using batch_articles as b
where marks.article_id = b.article_id and b.has_old_layers;
