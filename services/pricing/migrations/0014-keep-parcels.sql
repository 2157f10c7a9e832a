-- What sending costs by parcel, where there are several: [{ sellerId, warehouseId, lines,
-- amount_minor }]. Their sum is what is charged for sending.
alter table quote add column parcels jsonb;

create function parcels_sum(parcels jsonb) returns bigint immutable strict language sql as $$
  select sum((one->>'amount_minor')::bigint)::bigint from jsonb_array_elements(parcels) one
$$;

alter table quote add check (parcels is null or parcels_sum(parcels) = shipping_minor);
