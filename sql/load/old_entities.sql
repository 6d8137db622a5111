delete from entities
using batch_entities as b
where entities.entity_id = b.entity_id
