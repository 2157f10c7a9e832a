// Made by tools/generate-client.ts from the OpenAPI document. Do not change it by hand.
type T1 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "password-unsuitable" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T2 = { sellerId: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
type T3 = { userId: string; kind: "guest" | "user"; email: string | null; name: string; locale: string; roles: string[]; sellers: T2[] };
type T4 = { type: "price-rose" | "price-fell" | "out-of-stock" | "low-stock" | "removed" | "added" | "quantity-raised" | "quantity-capped" | "line-dropped"; itemId: string; variantId: string; name: string; from: number; to: number; available: number | null };
type T5 = { accessToken: string; expiresIn: number; user: T3; cart?: { cartId: string; changes: T4[] } };
type T6 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T7 = "account-suspended" | "credentials-wrong" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T8 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "refresh-superseded" | "room-unavailable" | "session-ended" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T9 = { userId: string; kind: "guest" | "user"; email: string | null; name: string; phone: string | null; locale: string; roles: string[]; version: number };
type T10 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T11 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T12 = { addressId: string; name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string; isDefault: boolean; version: number };
type T13 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T14 = { name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string; isDefault?: boolean };
type T15 = "address-limit" | "address-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T16 = "address-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T17 = "address-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T18 = { userId: string; kind: "guest" | "user"; email: string | null; name: string; status: "ACTIVE" | "SUSPENDED"; roles: string[]; createdAt: string; version: number };
type T19 = { limit?: number; cursor?: string; search?: string; kind?: "guest" | "user"; status?: "ACTIVE" | "SUSPENDED" };
type T20 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "last-admin" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T21 = { keyId: string; sellerId: string; name: string; scopes: string[]; createdAt: string; lastUsedAt: string | null };
type T22 = { keyId: string; sellerId: string; name: string; scopes: string[]; createdAt: string; lastUsedAt: string | null; key: string };
type T23 = { name: string; scopes: ("catalogue:read" | "catalogue:write" | "inventory:read" | "inventory:write" | "orders:read" | "orders:write" | "returns:read" | "returns:write" | "reports:read" | "reports:write" | "finance:read" | "finance:write" | "profile:read" | "profile:write")[] };
type T24 = "database-unavailable" | "internal-error" | "key-limit" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T25 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T26 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T27 = { sellerId: string; name: string; slug: string; description: string; status: "PENDING" | "APPROVED" | "SUSPENDED"; version: number; createdAt: string };
type T28 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "seller-limit" | "seller-name-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T29 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "validation-failed";
type T30 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "seller-ambiguous" | "seller-name-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T31 = { limit?: number; cursor?: string; status?: "PENDING" | "APPROVED" | "SUSPENDED"; search?: string };
type T32 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "seller-status-not-allowed" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T33 = { userId: string; name: string; email: string | null; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
type T34 = { invitationId: string; email: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only"; expiresAt: string; token: string };
type T35 = "database-unavailable" | "internal-error" | "malformed-request" | "member-limit" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T36 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "last-owner" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T37 = { invitationId: string; email: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only"; expiresAt: string };
type T38 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T39 = "database-unavailable" | "internal-error" | "invitation-invalid" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "seller-limit" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T40 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean };
type T41 = { brands: { name: string; slug: string; count: number }[]; priceRanges: ({ min: number; max: number | null; count: number })[]; categories: { name: string; slug: string; count: number; categoryId: string; path: string }[]; ratings: { min: number; count: number }[]; attributes: { code: string; name: string; values: { value: string; count: number }[] }[] };
type T42 = { products: T40[]; pagination: { page: number; size: number; total: number; totalIsExact: boolean }; nextCursor: string | null; hasMore: boolean; facets: T41 };
type T43 = { category?: string; brand?: string[]; minPrice?: number; maxPrice?: number; rating?: number; inStock?: boolean; sort?: "newest" | "price-asc" | "price-desc" | "rating" | "popular"; page?: number; size?: number; cursor?: string; currency?: string; [more: string]: unknown };
type T44 = { variantId: string; sku: string; name: string; attributes: Record<string, string>; price: number | null; salePrice: number | null; currency: string; inStock: boolean; available: number; weight_g: number; imageUrl: string | null };
type T45 = { productId: string; slug: string; name: string; description: string; brand: string | null; seller: { sellerId: string; name: string | null; slug: string | null }; category: { categoryId: string; name: string; slug: string; path: string } | null; breadcrumb: { categoryId: string; name: string; slug: string; path: string }[]; attributes: Record<string, string>; options: { code: string; values: string[] }[]; images: ({ imageId: string; url: string; alt: string; variantId: string | null })[]; imageUrl: string | null; rating: number; reviewCount: number; price: number | null; salePrice: number | null; currency: string; inStock: boolean; defaultVariantId: string | null; variantCount: number; variants: T44[]; createdAt: string; updatedAt: string };
type T46 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: Record<string, unknown>[] };
type T47 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T46[] };
type T48 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T47[] };
type T49 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T48[] };
type T50 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T51 = { data: ({ brandId: string; name: string; slug: string; logoUrl: string | null; version: number })[]; nextCursor: string | null; hasMore: boolean };
type T52 = { variantId: string; sku: string; name: string; attributes: Record<string, string>; weight_g: number; barcode: string | null; price: number | null; salePrice: number | null; currency: string };
type T53 = { productId: string; sellerId: string; slug: string; name: string; description: string; brand: string | null; categoryId: string; attributes: Record<string, string>; images: ({ imageId: string; url: string; alt: string; variantId: string | null })[]; currency: string; status: "DRAFT" | "ACTIVE" | "ARCHIVED"; visible: boolean; rating: number; reviewCount: number; version: number; createdAt: string; updatedAt: string; variants: T52[] };
type T54 = { status?: "DRAFT" | "ACTIVE" | "ARCHIVED"; categoryId?: string; sellerId?: string; q?: string; limit?: number; cursor?: string };
type T55 = { sku: string; name?: string; attributes?: Record<string, string>; salePrice?: number | null; weight_g?: number; barcode?: string | null; price: number };
type T56 = { name: string; description: string; categoryId: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; currency: string; status?: "DRAFT" | "ACTIVE"; sellerId?: string; variants: T55[] };
type T57 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T58 = { name?: string; description?: string; categoryId?: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; slug?: string };
type T59 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T60 = { name: string; description: string; categoryId: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; slug?: string };
type T61 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T62 = { sku?: string; name?: string; attributes?: Record<string, string>; salePrice?: number | null; weight_g?: number; barcode?: string | null; price?: number };
type T63 = { categoryId: string; parentId: string | null; name: string; slug: string; path: string; depth: number; externalId: string | null; version: number };
type T64 = "category-cycle" | "category-not-empty" | "category-too-deep" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T65 = "category-cycle" | "category-not-empty" | "category-too-deep" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T66 = "brand-in-use" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T67 = "brand-in-use" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T68 = { attributeId: string; categoryId: string | null; code: string; name: string; kind: "text" | "number" | "choice"; unit: string | null; choices: string[]; required: boolean; filterable: boolean; version: number };
type T69 = { name: string; kind: "text" | "number" | "choice"; unit?: string | null; choices?: string[]; required?: boolean; filterable?: boolean; code: string; categoryId?: string | null };
type T70 = "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T71 = { name?: string; kind?: "text" | "number" | "choice"; unit?: string | null; choices?: string[]; required?: boolean; filterable?: boolean };
type T72 = "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T73 = { map?: string; sellerId?: string; currency?: string; createCategories?: boolean; dryRun?: boolean; delimiter?: "," | ";" | "\t" };
type T74 = "database-unavailable" | "import-mapping-invalid" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T75 = { importId: string; sellerId: string; source: string; format: string; dryRun: boolean; state: "RUNNING" | "DONE" | "FAILED"; reason: string | null; rowDone: number; created: number; updated: number; unchanged: number; failed: number; runs: number; startedAt: string; updatedAt: string; finishedAt: string | null };
type T76 = { seq: number; line: number; column: string; field: string; code: string; expected: string; got: string };
type T77 = { importId: string; sellerId: string; source: string; format: string; dryRun: boolean; state: "RUNNING" | "DONE" | "FAILED"; reason: string | null; rowDone: number; created: number; updated: number; unchanged: number; failed: number; runs: number; startedAt: string; updatedAt: string; finishedAt: string | null; errors: T76[]; nextCursor: number | null; hasMore: boolean };
type T78 = { prices: ({ variantId: string; currency: string; price: number; salePrice?: number | null })[] };
type T79 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sale-above-base" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T80 = { variantId: string; currency: string; price: number; salePrice: number | null; version: number };
type T81 = "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T82 = { country: string; state?: string; name: string; ratePercent: number; taxesShipping: boolean };
type T83 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T84 = { variantId: string; warehouseId: string; delta: number; reason: "receipt" | "correction" | "damage" | "loss" | "return" | "count" | "transfer" | "import" | "demo" };
type T85 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "warehouse-not-found";
type T86 = { variantId: string; warehouseId: string; productId: string; onHand: number; reserved: number; available: number; lowAt: number };
type T87 = { warehouseId: string; name: string; country: string; state: string | null; latitude: number; longitude: number };
type T88 = { method: string; name: string; amount: number; currency: string; minDays: number; maxDays: number };
type T89 = { country: string; state?: string; postalCode?: string; weightGrams?: number; subtotal?: number; currency?: string };
type T90 = "amount-precision" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "shipping-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T91 = { itemId: string; productId: string; variantId: string; sellerId: string; sku: string; name: string; imageUrl: string | null; quantity: number; unitPrice: number; lineTotal: number; available: number | null; inStock: boolean | null; notices: string[] };
type T92 = { cartId: string | null; items: T91[]; subtotal: number; itemCount: number; currency: string; changes: T4[]; unconfirmed: string[] };
type T93 = "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "line-limit" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "quantity-limit" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "variant-not-sellable";
type T94 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "precondition-failed" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T95 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T96 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T97 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T98 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "unsupported-media-type" | "validation-failed" | "webhook-refused";
type T99 = { paymentId: string; checkoutId: string; userId: string; attempt: number; method: string; gateway: string; status: string; amount: number; captured: number; refunded: number; currency: string; gatewayTransactionId: string | null; declineCode: string | null; declineClass: string | null; createdAt: string };
type T100 = { checkoutId?: string; status?: "INITIATED" | "PENDING" | "ACTION" | "CAPTURED" | "ACCEPTED" | "FAILED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED"; limit?: number; cursor?: string };
type T101 = { refundId: string; amount: number; status: string; reason: string; orderId: string | null; createdAt: string };
type T102 = { paymentId: string; checkoutId: string; userId: string; attempt: number; method: string; gateway: string; status: string; amount: number; captured: number; refunded: number; currency: string; gatewayTransactionId: string | null; declineCode: string | null; declineClass: string | null; createdAt: string; refunds: T101[]; journal: { txnId: string; account: string; amount: number; at: string }[]; breaks: ({ kind: string; detail: unknown; createdAt: string; resolvedAt: string | null })[] };
type T103 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payment-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T104 = { productId: string; variantId: string; name: string; imageUrl: string | null; quantity: number };
type T105 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; total: number; itemCount: number; createdAt: string; items: T104[] };
type T106 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED" };
type T107 = { lineNo: number; variantId: string; productId: string; name: string; sku: string | null; imageUrl: string | null; quantity: number; shippedQuantity: number; status: string; unitPrice: number; total: number; sellerId: string };
type T108 = { name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string };
type T109 = { shipmentId: string; sellerId: string; carrier: string; trackingNumber: string; items: { lineNo: number; quantity: number }[]; shippedAt: string };
type T110 = { paymentId: string; method: string; status: string; amount: number; refunded: number; currency: string; createdAt: string };
type T111 = { status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; at: string; by: string; reason: string | null };
type T112 = { orderId: string; orderNumber: string; checkoutId: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; items: T107[]; subtotal: number; discount: number; shipping: number; tax: number; total: number; shippingMethod: string; shippingAddress: T108; billingAddress: T108; shipments: T109[]; payments: T110[] | null; timeline: T111[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; version: number; createdAt: string };
type T113 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T114 = { reason?: "changed-mind" | "ordered-by-mistake" | "found-cheaper" | "takes-too-long" | "other" };
type T115 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T116 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T117 = { lineNo: number; variantId: string; productId: string; name: string; sku: string | null; imageUrl: string | null; quantity: number; shippedQuantity: number; status: string; unitPrice: number; total: number; sellerId: string; warehouseIds: string[] };
type T118 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; currency: string; shippingMethod: string; createdAt: string; items: T117[]; itemsTotal: number; country: string };
type T119 = { name: string | null; line1: string | null; line2: string | null; city: string; state: string | null; postalCode: string | null; country: string; phone: string | null };
type T120 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; currency: string; shippingMethod: string; createdAt: string; items: T117[]; itemsTotal: number; shipTo: T119; shipments: T109[]; timeline: T111[] };
type T121 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T122 = { carrier: string; trackingNumber: string; items?: { lineNo: number; quantity: number }[] };
type T123 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-already-shipped" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T124 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; total: number; itemCount: number; createdAt: string; items: T104[]; userId: string };
type T125 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; userId?: string; orderNumber?: string };
type T126 = { orderId: string; orderNumber: string; checkoutId: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; items: T107[]; subtotal: number; discount: number; shipping: number; tax: number; total: number; shippingMethod: string; shippingAddress: T108; billingAddress: T108; shipments: T109[]; payments: T110[] | null; timeline: T111[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; version: number; createdAt: string; userId: string; cartId: string; quoteId: string; paymentId: string; sagaId: string; nextStatuses: ("PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED")[] };
type T127 = { productId: string; variantId: string; name: string; imageUrl: string | null; quantity: number; unitPrice: number; total: number };
type T128 = { addressId: string; userId: string; name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string };
type T129 = { checkoutId: string; cartId: string; status: string; items: T127[]; subtotal: number; discount: number; shipping: number; tax: number; total: number; currency: string; shippingMethod: string; shippingAddress: T128; billingAddress: T128; expiresAt: string; serverTime: string; priceGuaranteedUntil: string; changes: { type: string; variantId: string; name: string; from: number; to: number }[]; availablePaymentMethods: string[]; orderId: string | null };
type T130 = { cartId: string; shippingAddressId: string; billingAddressId: string; shippingMethod?: "STANDARD" | "EXPRESS"; acceptChanges?: string };
type T131 = "address-not-found" | "cart-already-ordered" | "cart-converted" | "cart-empty" | "cart-not-found" | "checkout-ended" | "checkout-in-progress" | "database-unavailable" | "hold-gone" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-changed" | "price-missing" | "request-in-progress" | "room-unavailable" | "shipping-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-sellable";
type T132 = "checkout-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T133 = "cart-already-ordered" | "checkout-in-progress" | "checkout-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T134 = "checkout-ended" | "checkout-not-found" | "database-unavailable" | "extensions-used-up" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T135 = { orderId: string; orderNumber: string; status: string; paymentStatus: string; total: number; currency: string; actionUrl?: string };
type T136 = { paymentMethod: "CARD" | "PAYPAL" | "UPI" | "COD"; paymentToken: string; idempotencyKey?: string };
type T137 = "attempts-used-up" | "checkout-ended" | "checkout-in-progress" | "checkout-not-found" | "database-unavailable" | "hold-gone" | "idempotency-key-conflict" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-declined" | "payment-method-unavailable" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T138 = { notificationId: string; type: string; channel: string; status: string; title: string; orderId: string; orderNumber: string; createdAt: string; sentAt: string | null };

/** Every route: what it takes, what it answers, and the codes it can refuse with. */
export interface Routes {
  /** Make an account, of a guest identity when its token is presented */
  'POST /auth/register': {
    params: undefined;
    query: undefined;
    body: { email: string; password: string; name: string; phone?: string; locale?: string };
    reply: { status: "accepted" };
    codes: T1;
    key: "none";
  };
  /** Get a guest identity, which can check out and become an account later */
  'POST /auth/guest': {
    params: undefined;
    query: undefined;
    body: { email?: string };
    reply: T5;
    codes: T6;
    key: "none";
  };
  /** Log in with e-mail and password; the cart of the guest comes along */
  'POST /auth/login': {
    params: undefined;
    query: undefined;
    body: { email: string; password: string };
    reply: T5;
    codes: T7;
    key: "none";
  };
  /** Exchange the refresh cookie for its successor and a new access token */
  'POST /auth/refresh': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T5;
    codes: T8;
    key: "none";
  };
  /** Log out: the tokens end everywhere within a second */
  'POST /auth/logout': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: null;
    codes: T6;
    key: "none";
  };
  /** Who I am */
  'GET /me': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T9;
    codes: T10;
    key: "none";
  };
  /** Change my name, phone or language */
  'PATCH /me': {
    params: undefined;
    query: undefined;
    body: { name?: string; phone?: string | null; locale?: string };
    reply: T9;
    codes: T11;
    key: "accepted";
  };
  /** My addresses, the oldest first */
  'GET /me/addresses': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T12[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Add an address; the first one becomes the default */
  'POST /me/addresses': {
    params: undefined;
    query: undefined;
    body: T14;
    reply: T12;
    codes: T15;
    key: "accepted";
  };
  /** One of my addresses */
  'GET /me/addresses/{addressId}': {
    params: { addressId: string };
    query: undefined;
    body: undefined;
    reply: T12;
    codes: T16;
    key: "none";
  };
  /** Replace an address; isDefault makes it the default */
  'PUT /me/addresses/{addressId}': {
    params: { addressId: string };
    query: undefined;
    body: T14;
    reply: T12;
    codes: T17;
    key: "accepted";
  };
  /** Remove an address; orders keep their copy */
  'DELETE /me/addresses/{addressId}': {
    params: { addressId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T17;
    key: "accepted";
  };
  /** People, the newest first; search by beginning of e-mail or name, or by id */
  'GET /admin/users': {
    params: undefined;
    query: T19;
    body: undefined;
    reply: { data: T18[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** One person */
  'GET /admin/users/{userId}': {
    params: { userId: string };
    query: undefined;
    body: undefined;
    reply: T18;
    codes: T10;
    key: "none";
  };
  /** Suspend or readmit a person, or change admin roles; their sessions end */
  'PATCH /admin/users/{userId}': {
    params: { userId: string };
    query: undefined;
    body: { status?: "ACTIVE" | "SUSPENDED"; roles?: string[] };
    reply: T18;
    codes: T20;
    key: "accepted";
  };
  /** Live API keys of the sellers I own */
  'GET /seller/api-keys': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T21[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Make an API key; the answer shows it once */
  'POST /seller/api-keys': {
    params: undefined;
    query: { sellerId?: string };
    body: T23;
    reply: T22;
    codes: T24;
    key: "none";
  };
  /** Revoke an API key; it is dead within a second or two */
  'DELETE /seller/api-keys/{keyId}': {
    params: { keyId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T25;
    key: "none";
  };
  /** An approved seller */
  'GET /sellers/{sellerId}': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: { sellerId: string; name: string; slug: string; description: string };
    codes: T26;
    key: "none";
  };
  /** Apply as a seller; refresh the session to act for it */
  'POST /sellers/apply': {
    params: undefined;
    query: undefined;
    body: { name: string; description?: string };
    reply: T27;
    codes: T28;
    key: "accepted";
  };
  /** The profile of my seller */
  'GET /seller/profile': {
    params: undefined;
    query: { sellerId?: string };
    body: undefined;
    reply: T27;
    codes: T29;
    key: "none";
  };
  /** Change name or description of my seller */
  'PATCH /seller/profile': {
    params: undefined;
    query: { sellerId?: string };
    body: { name?: string; description?: string };
    reply: T27;
    codes: T30;
    key: "accepted";
  };
  /** Sellers, the newest first; search by beginning of the name or by id */
  'GET /admin/sellers': {
    params: undefined;
    query: T31;
    body: undefined;
    reply: { data: T27[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** One seller */
  'GET /admin/sellers/{sellerId}': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T27;
    codes: T10;
    key: "none";
  };
  /** Let a seller sell */
  'POST /admin/sellers/{sellerId}/approve': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T27;
    codes: T32;
    key: "accepted";
  };
  /** Take a seller out of the shop, or turn an application down */
  'POST /admin/sellers/{sellerId}/suspend': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T27;
    codes: T32;
    key: "accepted";
  };
  /** Who works for my seller */
  'GET /seller/members': {
    params: undefined;
    query: { limit?: number; cursor?: string; sellerId?: string };
    body: undefined;
    reply: { data: T33[]; nextCursor: string | null; hasMore: boolean };
    codes: T29;
    key: "none";
  };
  /** Invite a person by e-mail; the answer shows the token once */
  'POST /seller/members': {
    params: undefined;
    query: { sellerId?: string };
    body: { email: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
    reply: T34;
    codes: T35;
    key: "none";
  };
  /** Give a member another role; it counts at once */
  'PATCH /seller/members/{userId}': {
    params: { userId: string };
    query: { sellerId?: string };
    body: { role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
    reply: { userId: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
    codes: T36;
    key: "accepted";
  };
  /** Remove a member at once, or leave */
  'DELETE /seller/members/{userId}': {
    params: { userId: string };
    query: { sellerId?: string };
    body: undefined;
    reply: null;
    codes: T36;
    key: "accepted";
  };
  /** Invitations that can still be accepted */
  'GET /seller/invitations': {
    params: undefined;
    query: { limit?: number; cursor?: string; sellerId?: string };
    body: undefined;
    reply: { data: T37[]; nextCursor: string | null; hasMore: boolean };
    codes: T29;
    key: "none";
  };
  /** Withdraw an invitation */
  'DELETE /seller/invitations/{invitationId}': {
    params: { invitationId: string };
    query: { sellerId?: string };
    body: undefined;
    reply: null;
    codes: T38;
    key: "accepted";
  };
  /** Become a member by an invitation; refresh the session to act for the seller */
  'POST /sellers/invitations/accept': {
    params: undefined;
    query: undefined;
    body: { token: string };
    reply: T2;
    codes: T39;
    key: "none";
  };
  /** List products with facets */
  'GET /products': {
    params: undefined;
    query: T43;
    body: undefined;
    reply: T42;
    codes: T26;
    key: "none";
  };
  /** One product by id or slug: page, variants, price and stock */
  'GET /products/{productId}': {
    params: { productId: string };
    query: { currency?: string };
    body: undefined;
    reply: T45;
    codes: T26;
    key: "none";
  };
  /** Variants of a product, by any attribute: ?color=red&size=M */
  'GET /products/{productId}/variants': {
    params: { productId: string };
    query: { currency?: string; [more: string]: unknown };
    body: undefined;
    reply: { variants: T44[] };
    codes: T26;
    key: "none";
  };
  /** The category tree with counts of visible products */
  'GET /categories': {
    params: undefined;
    query: { currency?: string };
    body: undefined;
    reply: { categories: T49[] };
    codes: T50;
    key: "none";
  };
  /** Brands by name */
  'GET /brands': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T51;
    codes: T50;
    key: "none";
  };
  /** Products, newest first, with all states */
  'GET /seller/products': {
    params: undefined;
    query: T54;
    body: undefined;
    reply: { data: T53[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Add a product with its variants and prices */
  'POST /seller/products': {
    params: undefined;
    query: undefined;
    body: T56;
    reply: T53;
    codes: T57;
    key: "accepted";
  };
  /** One product with its version */
  'GET /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T10;
    key: "none";
  };
  /** Change fields of a product */
  'PATCH /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T58;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Replace the description of a product; variants stay */
  'PUT /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T60;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Delete a product that is not ACTIVE */
  'DELETE /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T61;
    key: "accepted";
  };
  /** Make a product ACTIVE */
  'POST /seller/products/{productId}/publish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Make a product ARCHIVED */
  'POST /seller/products/{productId}/archive': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Make a product DRAFT */
  'POST /seller/products/{productId}/unpublish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Add a variant with its price */
  'POST /seller/products/{productId}/variants': {
    params: { productId: string };
    query: undefined;
    body: T55;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Change a variant; a sale price needs the price beside it */
  'PATCH /seller/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: T62;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Take a variant out of sale; the last one stays */
  'DELETE /seller/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Replace the images in their shown order (addresses only, never fetched) */
  'PUT /seller/products/{productId}/images': {
    params: { productId: string };
    query: undefined;
    body: { images: ({ url: string; alt?: string; variantId?: string | null })[] };
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Products, newest first, with all states */
  'GET /admin/products': {
    params: undefined;
    query: T54;
    body: undefined;
    reply: { data: T53[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Add a product with its variants and prices */
  'POST /admin/products': {
    params: undefined;
    query: undefined;
    body: T56;
    reply: T53;
    codes: T57;
    key: "accepted";
  };
  /** One product with its version */
  'GET /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T10;
    key: "none";
  };
  /** Change fields of a product */
  'PATCH /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T58;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Replace the description of a product; variants stay */
  'PUT /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T60;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Delete a product that is not ACTIVE */
  'DELETE /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T61;
    key: "accepted";
  };
  /** Make a product ACTIVE */
  'POST /admin/products/{productId}/publish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Make a product ARCHIVED */
  'POST /admin/products/{productId}/archive': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Make a product DRAFT */
  'POST /admin/products/{productId}/unpublish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Add a variant with its price */
  'POST /admin/products/{productId}/variants': {
    params: { productId: string };
    query: undefined;
    body: T55;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Change a variant; a sale price needs the price beside it */
  'PATCH /admin/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: T62;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Take a variant out of sale; the last one stays */
  'DELETE /admin/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: undefined;
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** Replace the images in their shown order (addresses only, never fetched) */
  'PUT /admin/products/{productId}/images': {
    params: { productId: string };
    query: undefined;
    body: { images: ({ url: string; alt?: string; variantId?: string | null })[] };
    reply: T53;
    codes: T59;
    key: "accepted";
  };
  /** All categories with their versions, parents before children */
  'GET /admin/categories': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T63[] };
    codes: T13;
    key: "none";
  };
  /** Add a category */
  'POST /admin/categories': {
    params: undefined;
    query: undefined;
    body: { name: string; slug?: string; parentId?: string | null };
    reply: T63;
    codes: T64;
    key: "accepted";
  };
  /** One category */
  'GET /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: undefined;
    reply: T63;
    codes: T10;
    key: "none";
  };
  /** Rename or move a category with everything below it */
  'PATCH /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: { name?: string; slug?: string; parentId?: string | null };
    reply: T63;
    codes: T65;
    key: "accepted";
  };
  /** Remove an empty category */
  'DELETE /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T65;
    key: "accepted";
  };
  /** One brand */
  'GET /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: undefined;
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T10;
    key: "none";
  };
  /** Change a brand; products follow in the background */
  'PATCH /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: { name?: string; slug?: string; logoUrl?: string | null };
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T66;
    key: "accepted";
  };
  /** Remove a brand that no product carries */
  'DELETE /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T66;
    key: "accepted";
  };
  /** Add a brand */
  'POST /admin/brands': {
    params: undefined;
    query: undefined;
    body: { name: string; slug?: string; logoUrl?: string | null };
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T67;
    key: "accepted";
  };
  /** All attribute definitions */
  'GET /admin/attributes': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T68[] };
    codes: T13;
    key: "none";
  };
  /** Define an attribute for a category and below, or for all */
  'POST /admin/attributes': {
    params: undefined;
    query: undefined;
    body: T69;
    reply: T68;
    codes: T70;
    key: "accepted";
  };
  /** Change an attribute definition; code and category stay */
  'PATCH /admin/attributes/{attributeId}': {
    params: { attributeId: string };
    query: undefined;
    body: T71;
    reply: T68;
    codes: T72;
    key: "accepted";
  };
  /** Remove an attribute definition */
  'DELETE /admin/attributes/{attributeId}': {
    params: { attributeId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T72;
    key: "accepted";
  };
  /** Import products from CSV, JSON or NDJSON */
  'POST /seller/imports': {
    params: undefined;
    query: T73;
    body: unknown;
    reply: { importId: string };
    codes: T74;
    key: "none";
  };
  /** Imports, latest first */
  'GET /seller/imports': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T75[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Import products from CSV, JSON or NDJSON */
  'POST /admin/imports': {
    params: undefined;
    query: T73;
    body: unknown;
    reply: { importId: string };
    codes: T74;
    key: "none";
  };
  /** Imports, latest first */
  'GET /admin/imports': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T75[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Progress of an import with a page of its row errors */
  'GET /seller/imports/{importId}': {
    params: { importId: string };
    query: { limit?: number; cursor?: number };
    body: undefined;
    reply: T77;
    codes: T10;
    key: "none";
  };
  /** Progress of an import with a page of its row errors */
  'GET /admin/imports/{importId}': {
    params: { importId: string };
    query: { limit?: number; cursor?: number };
    body: undefined;
    reply: T77;
    codes: T10;
    key: "none";
  };
  /** Set base and sale prices of variants */
  'PUT /seller/prices': {
    params: undefined;
    query: undefined;
    body: T78;
    reply: { changed: number };
    codes: T79;
    key: "accepted";
  };
  /** Prices of variants as they are now */
  'GET /prices': {
    params: undefined;
    query: { variantIds: string; currency?: string };
    body: undefined;
    reply: { data: T80[] };
    codes: T81;
    key: "none";
  };
  /** Tax rates by destination */
  'GET /admin/tax-rates': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T82[] };
    codes: T13;
    key: "none";
  };
  /** Set the tax rate of a country or state */
  'PUT /admin/tax-rates': {
    params: undefined;
    query: undefined;
    body: T82;
    reply: T82;
    codes: T83;
    key: "accepted";
  };
  /** Change the stock of a variant in a warehouse by a delta */
  'POST /seller/inventory/adjustments': {
    params: undefined;
    query: undefined;
    body: T84;
    reply: { variantId: string; warehouseId: string; onHand: number; available: number };
    codes: T85;
    key: "accepted";
  };
  /** Change the stock of any variant by a delta */
  'PUT /admin/inventory': {
    params: undefined;
    query: undefined;
    body: T84;
    reply: { variantId: string; warehouseId: string; onHand: number; available: number };
    codes: T85;
    key: "accepted";
  };
  /** Stock by variant and warehouse, of all sellers */
  'GET /admin/inventory': {
    params: undefined;
    query: { variantId?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T86[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Stock by variant and warehouse */
  'GET /seller/inventory': {
    params: undefined;
    query: { variantId?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T86[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Warehouses that the seller may stock */
  'GET /seller/warehouses': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T87[] };
    codes: T13;
    key: "none";
  };
  /** Ways a parcel can go to a place, with cost and days */
  'GET /shipping/methods': {
    params: undefined;
    query: T89;
    body: undefined;
    reply: { methods: T88[] };
    codes: T90;
    key: "none";
  };
  /** Add units of a variant; makes the cart if there is none */
  'POST /cart/items': {
    params: undefined;
    query: undefined;
    body: { productId: string; variantId: string; quantity: number; currency?: string };
    reply: T92;
    codes: T93;
    key: "accepted";
  };
  /** The cart at the prices and stock of this moment, and what changed */
  'GET /cart': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T94;
    key: "none";
  };
  /** Remove all lines; If-Match is honoured */
  'DELETE /cart': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T95;
    key: "accepted";
  };
  /** Set the quantity of a line; If-Match is honoured */
  'PUT /cart/items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: { quantity: number };
    reply: T92;
    codes: T96;
    key: "accepted";
  };
  /** Remove a line; If-Match is honoured */
  'DELETE /cart/items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T96;
    key: "accepted";
  };
  /** Take the cart as it can be ordered now: prices seen, quantities as far as in stock */
  'POST /cart/accept-changes': {
    params: undefined;
    query: { itemId?: string };
    body: undefined;
    reply: T92;
    codes: T95;
    key: "accepted";
  };
  /** Bring an anonymous cart into the cart of the token; also done at login */
  'POST /cart/merge': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T97;
    key: "accepted";
  };
  /** News from the sandbox gateway, signed */
  'POST /webhooks/sandbox': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T98;
    key: "none";
  };
  /** Payment attempts, newest first */
  'GET /admin/payments': {
    params: undefined;
    query: T100;
    body: undefined;
    reply: { data: T99[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** A payment attempt with its refunds, journal and breaks */
  'GET /admin/payments/{paymentId}': {
    params: { paymentId: string };
    query: undefined;
    body: undefined;
    reply: T102;
    codes: T103;
    key: "none";
  };
  /** My orders, newest first */
  'GET /orders': {
    params: undefined;
    query: T106;
    body: undefined;
    reply: { data: T105[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** One of my orders, by its id or number, with all that happened to it */
  'GET /orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T112;
    codes: T113;
    key: "none";
  };
  /** Cancel an order before anything of it is shipped */
  'POST /orders/{orderId}/cancel': {
    params: { orderId: string };
    query: undefined;
    body: T114;
    reply: T112;
    codes: T115;
    key: "required";
  };
  /** Live updates of one of my orders */
  'GET /orders/{orderId}/events': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T116;
    key: "none";
  };
  /** Orders with lines of my shop, newest first */
  'GET /seller/orders': {
    params: undefined;
    query: T106;
    body: undefined;
    reply: { data: T118[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** My part of an order, by its id or number */
  'GET /seller/orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T120;
    codes: T113;
    key: "none";
  };
  /** Take my lines of an order from the shelf */
  'POST /seller/orders/{orderId}/pick': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T120;
    codes: T121;
    key: "accepted";
  };
  /** Put my picked lines into boxes */
  'POST /seller/orders/{orderId}/pack': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T120;
    codes: T121;
    key: "accepted";
  };
  /** Send a parcel with all that is ready, or with some items */
  'POST /seller/orders/{orderId}/ship': {
    params: { orderId: string };
    query: undefined;
    body: T122;
    reply: T120;
    codes: T123;
    key: "required";
  };
  /** Orders of everybody, newest first */
  'GET /admin/orders': {
    params: undefined;
    query: T125;
    body: undefined;
    reply: { data: T124[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
  /** Any order, by its id or number */
  'GET /admin/orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T126;
    codes: T113;
    key: "none";
  };
  /** Cancel any order before anything of it is shipped */
  'POST /admin/orders/{orderId}/cancel': {
    params: { orderId: string };
    query: undefined;
    body: { reason: string };
    reply: T126;
    codes: T115;
    key: "required";
  };
  /** Note that a shipped order has arrived */
  'POST /admin/orders/{orderId}/deliver': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T126;
    codes: T121;
    key: "accepted";
  };
  /** Fix the price, hold the units and open a checkout */
  'POST /checkout/initiate': {
    params: undefined;
    query: undefined;
    body: T130;
    reply: T129;
    codes: T131;
    key: "required";
  };
  /** A checkout with its prices, deadline and state */
  'GET /checkout/{checkoutId}': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T129;
    codes: T132;
    key: "none";
  };
  /** Leave a checkout and give its units back */
  'DELETE /checkout/{checkoutId}': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T133;
    key: "accepted";
  };
  /** Hold the units for longer */
  'POST /checkout/{checkoutId}/extend': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T129;
    codes: T134;
    key: "accepted";
  };
  /** Pay a checkout and place the order */
  'POST /checkout/{checkoutId}/pay': {
    params: { checkoutId: string };
    query: undefined;
    body: T136;
    reply: T135;
    codes: T137;
    key: "required";
  };
  /** What I was told, newest first */
  'GET /notifications': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T138[]; nextCursor: string | null; hasMore: boolean };
    codes: T13;
    key: "none";
  };
}
