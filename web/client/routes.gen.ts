// Made by tools/generate-client.ts from the OpenAPI document. Do not change it by hand.
type T1 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "password-unsuitable" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T2 = { sellerId: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
type T3 = { userId: string; kind: "guest" | "user"; email: string | null; name: string; locale: string; roles: string[]; sellers: T2[] };
type T4 = { type: "price-rose" | "price-fell" | "out-of-stock" | "low-stock" | "removed" | "added" | "quantity-raised" | "quantity-capped" | "line-dropped"; itemId: string; variantId: string; name: string; from: number; to: number; available: number | null };
type T5 = { accessToken: string; expiresIn: number; user: T3; cart?: { cartId: string; changes: T4[] } };
type T6 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T7 = "account-suspended" | "credentials-wrong" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T8 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "refresh-superseded" | "room-unavailable" | "session-ended" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T9 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T10 = "challenge-invalid" | "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "password-unsuitable" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T11 = "database-unavailable" | "email-missing" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T12 = "code-wrong" | "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T13 = { sessionId: string; kind: "guest" | "user"; device: string | null; startedAt: string; lastUsedAt: string; expiresAt: string; current: boolean };
type T14 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T15 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T16 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "session-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T17 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "password-unsuitable" | "password-wrong" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T18 = "account-in-use" | "database-unavailable" | "internal-error" | "last-admin" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "password-wrong" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T19 = { userId: string; kind: "guest" | "user"; email: string | null; name: string; phone: string | null; locale: string; roles: string[]; emailVerified: boolean; termsAcceptedAt: string | null; version: number };
type T20 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T21 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T22 = { passkeyId: string; name: string; synced: boolean; createdAt: string; lastUsedAt: string | null };
type T23 = { id: string; rawId: string; type: "public-key"; authenticatorAttachment?: string; response: { clientDataJSON: string; attestationObject: string; transports?: string[] } };
type T24 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "passkey-known" | "passkey-limit" | "passkey-refused" | "passkeys-unavailable" | "payload-too-large" | "proof-needed" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T25 = { challenge: string; rp: { id: string; name: string }; user: { id: string; name: string; displayName: string }; pubKeyCredParams: { type: "public-key"; alg: number }[]; timeout: number; attestation: "none"; authenticatorSelection: { residentKey: "required"; userVerification: "required" }; excludeCredentials: { id: string; type: "public-key"; transports: string[] }[] };
type T26 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "passkey-limit" | "passkeys-unavailable" | "payload-too-large" | "proof-needed" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T27 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "passkey-not-found" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T28 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "passkey-not-found" | "payload-too-large" | "proof-needed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T29 = { challenge: string; rpId: string; timeout: number; userVerification: "required"; allowCredentials: { id: string; type: "public-key"; transports: string[] }[] };
type T30 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "passkeys-unavailable" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T31 = { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string | null };
type T32 = { id: string; rawId: string; type: "public-key"; authenticatorAttachment?: string; response: T31 };
type T33 = "account-suspended" | "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "passkey-refused" | "passkeys-unavailable" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T34 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "passkey-not-found" | "passkeys-unavailable" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T35 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "passkey-refused" | "passkeys-unavailable" | "password-wrong" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T36 = { keyId: string; sellerId: string; name: string; scopes: string[]; createdAt: string; lastUsedAt: string | null };
type T37 = { keyId: string; sellerId: string; name: string; scopes: string[]; createdAt: string; lastUsedAt: string | null; key: string };
type T38 = { name: string; scopes: ("catalogue:read" | "catalogue:write" | "inventory:read" | "inventory:write" | "orders:read" | "orders:write" | "returns:read" | "returns:write" | "reports:read" | "reports:write" | "finance:read" | "finance:write" | "profile:read" | "profile:write")[] };
type T39 = "database-unavailable" | "internal-error" | "key-limit" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T40 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T41 = { addressId: string; name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string; isDefault: boolean; version: number };
type T42 = { name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string; isDefault?: boolean };
type T43 = "address-limit" | "address-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T44 = "address-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T45 = "address-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T46 = { userId: string; kind: "guest" | "user"; email: string | null; name: string; status: "ACTIVE" | "SUSPENDED" | "ERASED"; roles: string[]; createdAt: string; version: number };
type T47 = { limit?: number; cursor?: string; search?: string; kind?: "guest" | "user"; status?: "ACTIVE" | "SUSPENDED" | "ERASED" };
type T48 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "last-admin" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T49 = { sellerId: string; name: string; slug: string; description: string; selling: boolean; rating: number; reviewCount: number };
type T50 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T51 = { sellerId: string; name: string; slug: string; description: string; status: "PENDING" | "APPROVED" | "SUSPENDED"; version: number; createdAt: string };
type T52 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "seller-limit" | "seller-name-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T53 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "validation-failed";
type T54 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "seller-ambiguous" | "seller-name-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T55 = { limit?: number; cursor?: string; status?: "PENDING" | "APPROVED" | "SUSPENDED"; search?: string };
type T56 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "seller-status-not-allowed" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T57 = { userId: string; name: string; email: string | null; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
type T58 = { invitationId: string; email: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only"; expiresAt: string; token: string };
type T59 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "member-limit" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T60 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "last-owner" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T61 = { invitationId: string; email: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only"; expiresAt: string };
type T62 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "seller-ambiguous" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T63 = "database-unavailable" | "internal-error" | "invitation-invalid" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "seller-limit" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T64 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean };
type T65 = { code: string; name: string; unit: string | null; values: { value: string; label?: string; count: number }[] };
type T66 = { brands: { name: string; slug: string; count: number }[]; priceRanges: ({ min: number; max: number | null; count: number })[]; categories: { name: string; slug: string; count: number; categoryId: string; path: string }[]; ratings: { min: number; count: number }[]; availability: { inStock: number; all: number }; sellers: ({ sellerId: string; name: string | null; slug: string | null; count: number })[]; attributes: T65[] };
type T67 = { products: T64[]; pagination: { page: number; size: number; total: number; totalIsExact: boolean }; nextCursor: string | null; hasMore: boolean; facets: T66; relax: { drop: string; total: number } | null };
type T68 = { category?: string; brand?: string[]; seller?: string[]; minPrice?: number; maxPrice?: number; rating?: number; inStock?: boolean; page?: number; size?: number; cursor?: string; currency?: string; locale?: string; sort?: "newest" | "price-asc" | "price-desc" | "rating" | "popular" | "best-selling"; [more: string]: unknown };
type T69 = { category: { categoryId: string; name: string; slug: string; path: string; productCount: number }; products: T64[] };
type T70 = { categories?: string[]; sort?: "best-selling" | "newest" | "popular" | "rating"; size?: number; currency?: string; locale?: string };
type T71 = { categories: { categoryId: string; name: string; path: string; count: number }[]; products: T64[] };
type T72 = { products: T64[]; pagination: { page: number; size: number; total: number; totalIsExact: boolean }; nextCursor: string | null; hasMore: boolean; facets: T66; relax: { drop: string; total: number } | null; query: string; searchedFor: string; correctedQuery: string | null; nearest: T71 | null };
type T73 = { q: string; exact?: boolean; sort?: "relevance" | "newest" | "price-asc" | "price-desc" | "rating" | "popular" | "best-selling"; category?: string; brand?: string[]; seller?: string[]; minPrice?: number; maxPrice?: number; rating?: number; inStock?: boolean; page?: number; size?: number; cursor?: string; currency?: string; locale?: string; [more: string]: unknown };
type T74 = { query: string; correctedQuery: string | null; queries: { text: string }[]; categories: { categoryId: string; name: string; path: string; count: number }[]; brands: { name: string; slug: string }[]; products: T64[] };
type T75 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T76 = { code: string; name: string; values: string[]; labels?: string[]; colors?: (string | null)[] };
type T77 = { videoId: string; url: string; poster: string | null; title: string; seconds: number; captions: { locale: string; url: string }[] };
type T78 = { variantId: string; sku: string; name: string; attributes: Record<string, string>; price: number | null; salePrice: number | null; lowest30: number | null; currency: string; inStock: boolean; available: number; stock: { state: "IN_STOCK" | "LOW" | "HELD" | "OUT"; count: number | null }; weight_g: number; imageUrl: string | null };
type T79 = { productId: string; slug: string; name: string; description: string; brand: string | null; seller: { sellerId: string; name: string | null; slug: string | null }; category: { categoryId: string; name: string; slug: string; path: string } | null; breadcrumb: { categoryId: string; name: string; slug: string; path: string }[]; attributes: Record<string, string>; specs: ({ code: string; name: string; value: string; label?: string; unit: string | null })[]; highlights: string[]; highlightsLocale: string | null; options: T76[]; images: ({ imageId: string; url: string; alt: string; variantId: string | null })[]; videos: T77[]; imageUrl: string | null; rating: number; reviewCount: number; price: number | null; salePrice: number | null; lowest30: number | null; currency: string; inStock: boolean; stock: { state: "IN_STOCK" | "LOW" | "HELD" | "OUT"; count: number | null }; defaultVariantId: string | null; variantCount: number; variants: T78[]; createdAt: string; updatedAt: string };
type T80 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "product-paused" | "product-withdrawn" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T81 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: Record<string, unknown>[] };
type T82 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T81[] };
type T83 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T82[] };
type T84 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T83[] };
type T85 = { code: string; name: string; kind: "text" | "number" | "choice"; unit: string | null; choices: string[]; labels?: string[] };
type T86 = { categoryId: string; name: string; slug: string; path: string; productCount: number; breadcrumb: { categoryId: string; name: string; slug: string; path: string }[]; children: { categoryId: string; name: string; slug: string; path: string; productCount: number }[]; attributes: T85[] };
type T87 = { data: ({ brandId: string; name: string; slug: string; logoUrl: string | null; version: number })[]; nextCursor: string | null; hasMore: boolean };
type T88 = { productId: string; slug: string; variantId: string; attributes: Record<string, string>; seller: { sellerId: string; name: string | null; slug: string | null }; price: number; delivery: { method: string; amount: number; minDays: number; maxDays: number } | null; total: number; currency: string; inStock: boolean; stock: { state: "IN_STOCK" | "LOW" | "HELD" | "OUT"; count: number | null }; reason: "best-total" | "higher-total" | "slower" | "same" | "no-delivery" | "out" };
type T89 = { productPages: ({ cursor: string | null })[]; categories: { path: string; lastmod: string }[]; sellers: { slug: string }[] };
type T90 = { data: { slug: string; lastmod: string }[]; nextCursor: string | null; hasMore: boolean };
type T91 = { variantId: string; sku: string; name: string; attributes: Record<string, string>; weight_g: number; barcode: string | null; price: number | null; salePrice: number | null; currency: string };
type T92 = { productId: string; sellerId: string; slug: string; name: string; description: string; brand: string | null; categoryId: string; attributes: Record<string, string>; images: ({ imageId: string; url: string; alt: string; variantId: string | null })[]; videos: T77[]; highlights: Record<string, string[]>; currency: string; status: "DRAFT" | "ACTIVE" | "ARCHIVED"; visible: boolean; rating: number; reviewCount: number; version: number; createdAt: string; updatedAt: string; variants: T91[] };
type T93 = { status?: "DRAFT" | "ACTIVE" | "ARCHIVED"; categoryId?: string; sellerId?: string; q?: string; limit?: number; cursor?: string };
type T94 = { url: string; poster?: string | null; title?: string; seconds: number; captions?: { locale: string; url: string }[] };
type T95 = { sku: string; name?: string; attributes?: Record<string, string>; salePrice?: number | null; weight_g?: number; barcode?: string | null; price: number };
type T96 = { name: string; description: string; categoryId: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; videos?: T94[]; highlights?: Record<string, string[]>; currency: string; status?: "DRAFT" | "ACTIVE"; sellerId?: string; variants: T95[] };
type T97 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T98 = { name?: string; description?: string; categoryId?: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; videos?: T94[]; highlights?: Record<string, string[]>; slug?: string };
type T99 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T100 = { name: string; description: string; categoryId: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; videos?: T94[]; highlights?: Record<string, string[]>; slug?: string };
type T101 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T102 = { sku?: string; name?: string; attributes?: Record<string, string>; salePrice?: number | null; weight_g?: number; barcode?: string | null; price?: number };
type T103 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T104 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T105 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T106 = { categoryId: string; parentId: string | null; name: string; names: Record<string, string>; slug: string; path: string; depth: number; externalId: string | null; version: number };
type T107 = "category-cycle" | "category-not-empty" | "category-too-deep" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T108 = { name?: string; names?: Record<string, string>; slug?: string; parentId?: string | null };
type T109 = "category-cycle" | "category-not-empty" | "category-too-deep" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T110 = "brand-in-use" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T111 = "brand-in-use" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T112 = { attributeId: string; categoryId: string | null; code: string; name: string; names: Record<string, string>; valueNames: Record<string, Record<string, string>>; colors: Record<string, string>; kind: "text" | "number" | "choice"; unit: string | null; choices: string[]; required: boolean; filterable: boolean; version: number };
type T113 = { name: string; names?: Record<string, string>; valueNames?: Record<string, Record<string, string>>; colors?: Record<string, string>; kind: "text" | "number" | "choice"; unit?: string | null; choices?: string[]; required?: boolean; filterable?: boolean; code: string; categoryId?: string | null };
type T114 = "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T115 = { name?: string; names?: Record<string, string>; valueNames?: Record<string, Record<string, string>>; colors?: Record<string, string>; kind?: "text" | "number" | "choice"; unit?: string | null; choices?: string[]; required?: boolean; filterable?: boolean };
type T116 = "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T117 = { map?: string; sellerId?: string; currency?: string; createCategories?: boolean; dryRun?: boolean; delimiter?: "," | ";" | "\t" };
type T118 = "database-unavailable" | "import-mapping-invalid" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T119 = { importId: string; sellerId: string; source: string; format: string; dryRun: boolean; state: "RUNNING" | "DONE" | "FAILED"; reason: string | null; rowDone: number; created: number; updated: number; unchanged: number; failed: number; runs: number; startedAt: string; updatedAt: string; finishedAt: string | null };
type T120 = "database-unavailable" | "import-mapping-invalid" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T121 = { seq: number; line: number; column: string; field: string; code: string; expected: string; got: string };
type T122 = { importId: string; sellerId: string; source: string; format: string; dryRun: boolean; state: "RUNNING" | "DONE" | "FAILED"; reason: string | null; rowDone: number; created: number; updated: number; unchanged: number; failed: number; runs: number; startedAt: string; updatedAt: string; finishedAt: string | null; errors: T121[]; nextCursor: number | null; hasMore: boolean };
type T123 = { prices: ({ variantId: string; currency: string; price: number; salePrice?: number | null })[] };
type T124 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sale-above-base" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T125 = { variantId: string; currency: string; price: number; salePrice: number | null; version: number };
type T126 = "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T127 = "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T128 = { country: string; state?: string; name: string; ratePercent: number; taxesShipping: boolean };
type T129 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T130 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; exclusive?: boolean; group?: string | null; priority?: number; promotionId: string; enabled: boolean; status: "off" | "scheduled" | "running" | "over"; sentence: string; version: number; createdBy: string; createdAt: string; updatedAt: string };
type T131 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; exclusive?: boolean; group?: string | null; priority?: number };
type T132 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-promotions" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T133 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-promotions" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T134 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T135 = { stage: string; lineNo: number | null; promotionId: string | null; name: string; amount: number };
type T136 = { couponId: string; code: string; name: string; reason: "not-yet" | "over" | "used-up" | "used-by-you" | "account-needed" | "currency" | "place" | "not-now" | "too-few" | "too-little" | "no-line" | "not-with-others" | "nothing-to-take" | null };
type T137 = { subtotal: number; discount: number; total: number; freeShipping: boolean; steps: T135[]; passed: { promotionId: string; why: string }[]; coupon: T136 | null };
type T138 = { currency: string; lines: { variantId: string; quantity: number }[]; country: string; state?: string; at?: string; draft?: T131; coupon?: string; userId?: string };
type T139 = "amount-precision" | "coupon-not-found" | "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T140 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; exclusive?: boolean; group?: string | null; priority?: number; enabled: boolean; sentence: string; createdBy: string; createdAt: string; updatedAt: string; usesMax?: number | null; usesPerPerson?: number | null; usesPerCode?: number | null; budget?: number | null; accountsOnly?: boolean; returnsWhenCancelled?: boolean; couponId: string; status: "off" | "scheduled" | "running" | "over"; held: number; used: number; spent: number | null; version: number };
type T141 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; exclusive?: boolean; group?: string | null; priority?: number; usesMax?: number | null; usesPerPerson?: number | null; usesPerCode?: number | null; budget?: number | null; accountsOnly?: boolean; returnsWhenCancelled?: boolean; code?: string };
type T142 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T143 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; exclusive?: boolean; group?: string | null; priority?: number; usesMax?: number | null; usesPerPerson?: number | null; usesPerCode?: number | null; budget?: number | null; accountsOnly?: boolean; returnsWhenCancelled?: boolean };
type T144 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T145 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T146 = { data: { batchId: string; wanted: number; made: number; createdAt: string }[]; nextCursor: string | null; hasMore: boolean };
type T147 = { promotionId: string; name: string; kind: "percent" | "amount" | "free-shipping" | "other"; value: number | null; everything: boolean; productId: string | null; startsAt: string | null; endsAt: string; endsIn_s: number };
type T148 = { variantId: string; warehouseId: string; delta: number; reason: "receipt" | "correction" | "damage" | "loss" | "return" | "count" | "transfer" | "import" | "demo" };
type T149 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "warehouse-not-found";
type T150 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "warehouse-not-found";
type T151 = { variantId: string; warehouseId: string; productId: string; onHand: number; reserved: number; available: number; lowAt: number };
type T152 = { warehouseId: string; name: string; country: string; state: string | null; latitude: number; longitude: number };
type T153 = { method: string; name: string; amount: number; currency: string; minDays: number; maxDays: number; freeOver: number | null };
type T154 = { country: string; state?: string; postalCode?: string; weightGrams?: number; subtotal?: number; currency?: string };
type T155 = "amount-precision" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "shipping-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T156 = { itemId: string; productId: string; variantId: string; sellerId: string; sku: string; name: string; imageUrl: string | null; quantity: number; unitPrice: number; lineTotal: number; available: number | null; inStock: boolean | null; notices: string[] };
type T157 = { code: string; name: string; reason: "not-yet" | "over" | "used-up" | "used-by-you" | "account-needed" | "currency" | "place" | "not-now" | "too-few" | "too-little" | "no-line" | "not-with-others" | "nothing-to-take" | null; startsAt: string | null; endsAt: string | null; least: number | null; leastUnits: number; freeShipping: boolean; discounts: { name: string; amount: number; code?: string }[] };
type T158 = { cartId: string | null; items: T156[]; subtotal: number; itemCount: number; weight_g: number; currency: string; discount: number; coupon: T157 | null; changes: T4[]; unconfirmed: string[] };
type T159 = "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "line-limit" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "quantity-limit" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "variant-not-sellable";
type T160 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "precondition-failed" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T161 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T162 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T163 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T164 = "cart-empty" | "cart-not-found" | "coupon-not-found" | "coupon-not-valid" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T165 = "cart-not-found" | "coupon-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T166 = { itemId: string; productId: string; variantId: string; sellerId: string; sku: string; name: string; imageUrl: string | null; quantity: number; currency: string; savedPrice: number; unitPrice: number | null; available: number | null; inStock: boolean | null; sellable: boolean; savedAt: string; notices: string[] };
type T167 = "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T168 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saved-limit" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T169 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "line-limit" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "quantity-limit" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "variant-not-sellable";
type T170 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T171 = { method: string; name: string; shipping: number; freeOver: number | null; tax: number | null; total: number; minDays: number; maxDays: number };
type T172 = "cart-empty" | "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "shipping-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T173 = { cardId: string; code: string; last4: string; amount: number; currency: string; expiresAt: string | null };
type T174 = "amount-precision" | "conflict" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T175 = { cardId: string; last4: string; currency: string; amount: number; balance: number; available: number; expiresAt: string | null; issuedBy: string; note: string | null; createdAt: string };
type T176 = "amount-precision" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T177 = "database-unavailable" | "gift-card-expired" | "gift-card-not-found" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T178 = "credit-too-low" | "database-unavailable" | "gift-card-expired" | "gift-card-not-found" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T179 = { movementId: string; kind: string; amount: number; currency: string; checkoutId: string | null; reason: string | null; at: string };
type T180 = { accounts: { currency: string; balance: number; available: number }[]; data: T179[]; nextCursor: string | null; hasMore: boolean };
type T181 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "unsupported-media-type" | "validation-failed" | "webhook-refused";
type T182 = { methodId: string; method: "CARD" | "PAYPAL" | "UPI" | "COD"; brand: string; last4: string; expiryMonth: number | null; expiryYear: number | null; isDefault: boolean; createdAt: string; lastUsedAt: string };
type T183 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-method-not-found" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T184 = { methods: ({ method: "CARD" | "PAYPAL" | "UPI" | "COD"; failing: boolean })[]; cardFields: { gateway: "stripe"; publicKey: string; script: string } | null };
type T185 = { gateway: string; disputeId: string; amount: number; currency: string; reason: string; status: string; won: boolean | null; taken: boolean; fee: number; feeCurrency: string | null; at: string; changedAt: string; paymentId: string; checkoutId: string };
type T186 = { paymentId: string; checkoutId: string; userId: string; attempt: number; method: string; gateway: string; status: string; amount: number; captured: number; refunded: number; covered: number; currency: string; gatewayTransactionId: string | null; declineCode: string | null; declineClass: string | null; createdAt: string };
type T187 = { checkoutId?: string; status?: "INITIATED" | "PENDING" | "ACTION" | "AUTHORIZED" | "CAPTURED" | "ACCEPTED" | "FAILED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED"; limit?: number; cursor?: string };
type T188 = { refundId: string; amount: number; covered: number; status: string; waitsFor: string | null; waitsSince: string | null; reason: string; orderId: string | null; createdAt: string };
type T189 = { gateway: string; disputeId: string; amount: number; currency: string; reason: string; status: string; won: boolean | null; taken: boolean; fee: number; feeCurrency: string | null; at: string; changedAt: string };
type T190 = { paymentId: string; checkoutId: string; userId: string; attempt: number; method: string; gateway: string; status: string; amount: number; captured: number; refunded: number; covered: number; currency: string; gatewayTransactionId: string | null; declineCode: string | null; declineClass: string | null; createdAt: string; refunds: T188[]; journal: { txnId: string; account: string; amount: number; at: string }[]; turns: { turn: number; gateway: string; reason: string; at: string }[]; chargebacks: T189[]; breaks: ({ kind: string; detail: unknown; createdAt: string; resolvedAt: string | null })[] };
type T191 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payment-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T192 = { productId: string; variantId: string; name: string; imageUrl: string | null; quantity: number };
type T193 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; total: number; itemCount: number; createdAt: string; items: T192[] };
type T194 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; from?: string; to?: string; sellerId?: string; search?: string };
type T195 = { lineNo: number; variantId: string; productId: string; name: string; sku: string | null; imageUrl: string | null; quantity: number; shippedQuantity: number; status: string; unitPrice: number; discount: number; total: number; sellerId: string };
type T196 = { name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string };
type T197 = { shipmentId: string; sellerId: string; carrier: string; trackingNumber: string; items: { lineNo: number; quantity: number }[]; shippedAt: string };
type T198 = { shipmentId: string | null; sellerId: string; carrier: string | null; trackingNumber: string | null; items: { lineNo: number; quantity: number }[]; from: ({ warehouseId: string; name: string; country: string; state: string | null })[]; shippedAt: string | null; expectedFrom: string | null; expectedTo: string | null; late: boolean; arrivedAt: string | null };
type T199 = { refundId: string; amount: number; reason: string; status: string; covered: number; waitsFor: string | null; needsAttention: boolean; createdAt: string; doneAt: string | null; expectedBy: string | null };
type T200 = { state: string; currency: string; total: number; paid: number; refunded: number; refunding: number; covered: number; refundDue: number; refunds: T199[] };
type T201 = { paymentId: string; method: string; status: string; amount: number; refunded: number; currency: string; createdAt: string };
type T202 = { status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; at: string; by: string; reason: string | null };
type T203 = { returnId: string; returnNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; units: number; createdAt: string };
type T204 = { orderId: string; orderNumber: string; checkoutId: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; items: T195[]; subtotal: number; discount: number; shipping: number; tax: number; total: number; cancelledTotal: number; shippingMethod: string; shippingAddress: T196; billingAddress: T196; shipments: T197[]; deliveries: T198[]; money: T200 | null; payments: T201[] | null; timeline: T202[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; returnUntil: string | null; returns: T203[]; version: number; createdAt: string };
type T205 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T206 = { lines?: number[]; reason?: "changed-mind" | "ordered-by-mistake" | "found-cheaper" | "takes-too-long" | "other" };
type T207 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-cancellable" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T208 = { whole: boolean; currency: string; goods: number; discount: number; tax: number; shipping: number; total: number };
type T209 = "database-unavailable" | "internal-error" | "line-not-cancellable" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T210 = "address-not-changeable" | "address-not-found" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T211 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T212 = { variantId: string; productId: string; sellerId: string; name: string; imageUrl: string | null; quantity: number; sold: boolean; reason: string | null; available: number | null };
type T213 = { state: string; currency: string; total: number; paid: number; refunded: number; refunding: number; covered: number; refundDue: number };
type T214 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentStatus: string; currency: string; items: T195[]; subtotal: number; discount: number; shipping: number; tax: number; total: number; cancelledTotal: number; shippingMethod: string; shipTo: { city: string; state: string | null; postalPrefix: string; country: string }; deliveries: T198[]; money: T213 | null; timeline: T202[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; returnUntil: string | null; returns: T203[]; version: number; createdAt: string };
type T215 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T216 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T217 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T218 = "database-unavailable" | "internal-error" | "invoice-not-available" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T219 = "database-unavailable" | "internal-error" | "invoice-not-available" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "refund-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T220 = "database-unavailable" | "internal-error" | "invoice-not-available" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T221 = { number: string; orderId: string; orderNumber: string; refundId: string | null; currency: string; total: number; tax: number; issuedAt: string };
type T222 = { lineNo: number; variantId: string; productId: string; name: string; sku: string | null; imageUrl: string | null; quantity: number; shippedQuantity: number; status: string; unitPrice: number; discount: number; total: number; sellerId: string; warehouseIds: string[] };
type T223 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; currency: string; shippingMethod: string; createdAt: string; items: T222[]; itemsTotal: number; country: string };
type T224 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED" };
type T225 = { name: string | null; line1: string | null; line2: string | null; city: string; state: string | null; postalCode: string | null; country: string; phone: string | null };
type T226 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; currency: string; shippingMethod: string; createdAt: string; items: T222[]; itemsTotal: number; shipTo: T225; shipments: T197[]; timeline: T202[] };
type T227 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T228 = { carrier: string; trackingNumber: string; items?: { lineNo: number; quantity: number }[] };
type T229 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-already-shipped" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T230 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; total: number; itemCount: number; createdAt: string; items: T192[]; userId: string };
type T231 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; userId?: string; orderNumber?: string };
type T232 = { status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; at: string; by: string; reason: string | null; dispute: string | null };
type T233 = { paymentId: string; disputeId: string; gateway: string; amount: number; currency: string; reason: string; status: string; won: boolean | null; at: string; changedAt: string };
type T234 = { orderId: string; orderNumber: string; checkoutId: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; items: T195[]; subtotal: number; discount: number; shipping: number; tax: number; total: number; cancelledTotal: number; shippingMethod: string; shippingAddress: T196; billingAddress: T196; shipments: T197[]; deliveries: T198[]; money: T200 | null; payments: T201[] | null; timeline: T232[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; returnUntil: string | null; returns: T203[]; version: number; createdAt: string; disputes: T233[] | null; userId: string; cartId: string; quoteId: string; paymentId: string; sagaId: string; nextStatuses: ("PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED")[] };
type T235 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-cancellable" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T236 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T237 = { productId: string; variantId: string; name: string; imageUrl: string | null; quantity: number; unitPrice: number; total: number };
type T238 = { addressId: string; userId: string; name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string };
type T239 = { checkoutId: string; cartId: string; status: string; items: T237[]; subtotal: number; discount: number; discounts: { name: string; amount: number; code?: string }[]; shipping: number; tax: number; total: number; currency: string; shippingMethod: string; shippingAddress: T238; billingAddress: T238; expiresAt: string; serverTime: string; priceGuaranteedUntil: string; changes: { type: string; variantId: string; name: string; from: number; to: number }[]; availablePaymentMethods: string[]; orderId: string | null; actionUrl?: string };
type T240 = { cartId: string; shippingAddressId: string; billingAddressId: string; shippingMethod?: "STANDARD" | "EXPRESS"; acceptChanges?: string };
type T241 = "address-not-found" | "cart-already-ordered" | "cart-converted" | "cart-empty" | "cart-not-found" | "checkout-ended" | "checkout-in-progress" | "coupon-not-valid" | "database-unavailable" | "hold-gone" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-changed" | "price-missing" | "request-in-progress" | "room-unavailable" | "shipping-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-sellable";
type T242 = "checkout-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T243 = "cart-already-ordered" | "checkout-in-progress" | "checkout-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T244 = "checkout-ended" | "checkout-not-found" | "database-unavailable" | "extensions-used-up" | "hold-gone" | "hold-wanted" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T245 = "cart-already-ordered" | "checkout-ended" | "checkout-not-found" | "database-unavailable" | "hold-gone" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-declined" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T246 = { orderId: string; orderNumber: string; status: string; paymentStatus: string; total: number; currency: string; actionUrl?: string };
type T247 = { paymentMethod?: "CARD" | "PAYPAL" | "UPI" | "COD"; paymentToken?: string; savePaymentMethod?: boolean; parts?: ({ method: "GIFT_CARD"; code: string; amount?: number } | { method: "STORE_CREDIT"; amount?: number })[]; idempotencyKey?: string };
type T248 = "amount-precision" | "attempts-used-up" | "checkout-ended" | "checkout-in-progress" | "checkout-not-found" | "database-unavailable" | "gift-card-currency" | "gift-card-expired" | "gift-card-not-found" | "hold-gone" | "idempotency-key-conflict" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-declined" | "payment-method-not-found" | "payment-method-unavailable" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T249 = { lineNo: number; variantId: string; sellerId: string; name: string; imageUrl: string | null; bought: number; left: number; until: string | null; reason: "not-delivered" | "ended" | "outside-window" | "non-returnable" | "all-returned" | "condition" | null; faultOnly: boolean; why: string | null; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; exchanges: { variantId: string; name: string; attributes: Record<string, string> }[] };
type T250 = { lineNo: number; quantity: number; amount: number; goods: number; discount: number; tax: number };
type T251 = { orderId: string; orderNumber: string; currency: string; deliveredAt: string | null; reason: "not-delivered" | "ended" | "outside-window" | "non-returnable" | "all-returned" | "condition" | null; payout: "original-payment" | "by-hand"; lines: T249[]; estimate: { amount: number; shipping: number; lines: T250[] } | null };
type T252 = { lineNo: number; variantId: string; name: string; imageUrl: string | null; quantity: number; received: number; approved: number; exchangeName: string | null };
type T253 = { granted: number; refunded: number; covered: number; waitsFor: "chargeback" | null; byHand: boolean };
type T254 = { status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; at: string; by: string; reason: string | null };
type T255 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T252[]; money: T253; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T254[]; version: number; createdAt: string; note: string; pictures: { pictureId: string; width: number; height: number }[]; trackingNumber: string | null; evidence: string | null; appeal: { text: string; status: "OPEN" | "GRANTED" | "REFUSED" } | null; actions: ({ action: string; allowed: boolean; reason: string | null })[] };
type T256 = { items: { lineNo: number; quantity: number; exchangeVariantId?: string }[]; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; note?: string; pictures?: string[]; resolution: "REFUND" | "EXCHANGE" };
type T257 = "database-unavailable" | "exchange-not-possible" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "return-not-possible" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T258 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; currency: string; units: number; amount: number | null; appeal: "OPEN" | "GRANTED" | "REFUSED" | null; items: ({ lineNo: number; name: string; imageUrl: string | null; quantity: number })[]; createdAt: string; updatedAt: string; userId: string };
type T259 = { limit?: number; cursor?: string; status?: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED" };
type T260 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T261 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T262 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T263 = "appeal-closed" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T264 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T252[]; money: T253; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T254[]; version: number; createdAt: string; actions: ({ action: string; allowed: boolean; reason: string | null })[] };
type T265 = "database-unavailable" | "exchange-not-possible" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "return-not-possible" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T266 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T267 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T268 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; currency: string; units: number; amount: number | null; appeal: "OPEN" | "GRANTED" | "REFUSED" | null; items: ({ lineNo: number; name: string; imageUrl: string | null; quantity: number })[]; createdAt: string; updatedAt: string };
type T269 = { lineNo: number; variantId: string; name: string; imageUrl: string | null; quantity: number; received: number; approved: number; exchangeName: string | null; warehouseId: string; restock: number; writeOff: number };
type T270 = { round: number; resolution: "REFUND" | "EXCHANGE"; amount: number; shipping: number; items: { lineNo: number; quantity: number; restock: number; writeOff: number }[]; at: string; doneAt: string | null };
type T271 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T269[]; money: T253; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T254[]; version: number; createdAt: string; note: string; pictures: { pictureId: string; width: number; height: number }[]; trackingNumber: string | null; evidence: string | null; appeal: { text: string; status: "OPEN" | "GRANTED" | "REFUSED" } | null; shipTo: { country: string; state: string | null; postalCode: string | null }; decisions: T270[] };
type T272 = { lineNo: number; received: number; restock: number; writeOff: number; warehouseId?: string };
type T273 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-quantity-too-high" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "warehouse-not-found";
type T274 = { items?: { lineNo: number; quantity: number }[]; reason?: "not-as-declared" | "used" | "damaged-by-buyer" | "incomplete" | "wrong-item" | "not-all-received" | "not-received" | "other"; evidence?: string };
type T275 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-quantity-too-high" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T276 = { reason: "not-as-declared" | "used" | "damaged-by-buyer" | "incomplete" | "wrong-item" | "not-all-received" | "not-received" | "other"; evidence?: string };
type T277 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; currency: string; units: number; amount: number | null; appeal: "OPEN" | "GRANTED" | "REFUSED" | null; items: ({ lineNo: number; name: string; imageUrl: string | null; quantity: number })[]; createdAt: string; updatedAt: string; userId: string; attention: string | null };
type T278 = { limit?: number; cursor?: string; status?: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; waiting?: boolean };
type T279 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T269[]; money: T253; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T254[]; version: number; createdAt: string; note: string; pictures: { pictureId: string; width: number; height: number }[]; trackingNumber: string | null; evidence: string | null; appeal: { text: string; status: "OPEN" | "GRANTED" | "REFUSED" } | null; shipTo: { country: string; state: string | null; postalCode: string | null }; decisions: T270[]; userId: string; checkoutId: string; paymentId: string; attention: string | null };
type T280 = { items?: { lineNo: number; quantity: number; restock?: number }[]; reason?: "not-as-declared" | "used" | "damaged-by-buyer" | "incomplete" | "wrong-item" | "not-all-received" | "not-received" | "other"; evidence?: string };
type T281 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-quantity-too-high" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T282 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T283 = "database-unavailable" | "exchange-not-possible" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "return-not-possible" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T284 = { refundId: string; amount: number; currency: string; status: "SUCCEEDED" | "PENDING" | "COVERED"; waitsFor: "chargeback" | null };
type T285 = "amount-precision" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-not-captured" | "payment-not-found" | "refund-needs-finance" | "refund-too-high" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T286 = { scope: "default" | "category" | "product" | "variant"; key: string; windowDays: number; returnable: boolean; why: "hygiene" | "perishable" | "made-to-order" | "digital" | "final-sale" | null; condition: "UNUSED" | "OPENED" | "USED"; version: number; updatedAt: string };
type T287 = { scope: "default" | "category" | "product" | "variant"; key: string; windowDays: number; returnable: boolean; why?: "hygiene" | "perishable" | "made-to-order" | "digital" | "final-sale"; condition: "UNUSED" | "OPENED" | "USED" };
type T288 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-rule-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T289 = { count: number; average: number; stars: number[]; photos: boolean; aspects: ({ name: "quality" | "value" | "described"; average: number; count: number })[] };
type T290 = { reviewId: string; productId: string; stars: number; aspects: { quality: number | null; value: number | null; described: number | null }; title: string; text: string; author: { name: string | null; former: boolean }; verified: boolean; helpful: number; unhelpful: number; reply: { text: string; at: string | null } | null; pictures: { url: string; width: number; height: number }[]; createdAt: string; editedAt: string | null };
type T291 = { sort?: "helpful" | "newest" | "highest" | "lowest"; stars?: number; limit?: number; cursor?: string };
type T292 = { reviewId: string; productId: string; stars: number; aspects: { quality: number | null; value: number | null; described: number | null }; title: string; text: string; author: { name: string | null; former: boolean }; verified: boolean; helpful: number; unhelpful: number; reply: { text: string; at: string | null } | null; pictures: ({ pictureId: string; url: string | null; width: number; height: number })[]; createdAt: string; editedAt: string | null; picturesState: "NONE" | "WAITING" | "SHOWN" | "REFUSED"; picturesReason: string | null; productName: string; orderNumber: string | null; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; reason: string | null; editableUntil: string; editable: boolean; version: number };
type T293 = { stars: number; aspects?: { quality?: number | null; value?: number | null; described?: number | null }; title?: string; text: string; authorName?: string; pictures?: string[]; orderId?: string; lineNo?: number };
type T294 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "review-exists" | "review-not-eligible" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T295 = { reviewId: string; stars: number; title: string; author: { name: string | null; former: boolean }; createdAt: string; pictures: { url: string; width: number; height: number }[] };
type T296 = { answerId: string; text: string; by: "buyer" | "seller" | "asker"; author: { name: string | null; former: boolean }; createdAt: string };
type T297 = { questionId: string; productId: string; text: string; author: { name: string | null; former: boolean }; createdAt: string; answers: T296[] };
type T298 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T299 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T300 = { orderId: string; lineNo: number; orderNumber: string; productId: string; variantId: string; productName: string; imageUrl: string | null; deliveredAt: string; reviewId: string | null; until: string; bar: "not-delivered" | "too-late" | "own-product" | null };
type T301 = { orderNumber?: string; productId?: string; open?: boolean; limit?: number; cursor?: string };
type T302 = { stars: number; aspects?: { quality?: number | null; value?: number | null; described?: number | null }; title?: string; text: string; authorName?: string; pictures?: string[] };
type T303 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "precondition-failed" | "precondition-required" | "request-in-progress" | "review-not-found" | "review-window-over" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T304 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T305 = "answer-limit" | "answer-not-allowed" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T306 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "own-review" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T307 = { postId: string; kind: "review" | "question" | "answer"; productId: string; productName: string; sellerId: string; stars: number | null; title: string; text: string; author: { name: string | null; former: boolean }; reply: { text: string; at: string | null } | null; createdAt: string; pictures: ({ pictureId: string; url: string | null; width: number; height: number })[]; picturesState: "NONE" | "WAITING" | "SHOWN" | "REFUSED"; picturesReason: string | null; parentId: string | null; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; signals: string[]; reports: number; reason: string | null; version: number; editedAt: string | null };
type T308 = { kind?: "review" | "question" | "answer"; state?: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; productId?: string; limit?: number; cursor?: string };
type T309 = { from: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" | null; to: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" | null; by: string; reason: string | null; at: string };
type T310 = { postId: string; kind: "review" | "question" | "answer"; productId: string; productName: string; sellerId: string; stars: number | null; title: string; text: string; author: { name: string | null; former: boolean }; reply: { text: string; at: string | null } | null; createdAt: string; pictures: ({ pictureId: string; url: string | null; width: number; height: number })[]; picturesState: "NONE" | "WAITING" | "SHOWN" | "REFUSED"; picturesReason: string | null; parentId: string | null; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; signals: string[]; reports: number; reason: string | null; version: number; editedAt: string | null; moves: T309[]; complaints: { reason: string; at: string }[] };
type T311 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "review-state-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T312 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T313 = { postId: string; kind: "review" | "question" | "answer"; productId: string; productName: string; sellerId: string; stars: number | null; title: string; text: string; author: { name: string | null; former: boolean }; reply: { text: string; at: string | null } | null; createdAt: string; pictures: { url: string; width: number; height: number }[]; helpful: number; answers: number };
type T314 = "database-unavailable" | "files-away" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-broken" | "picture-quota" | "picture-size" | "picture-too-costly" | "picture-type-unknown" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T315 = "database-unavailable" | "files-away" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-broken" | "picture-quota" | "picture-size" | "picture-too-costly" | "picture-type-unknown" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T316 = "database-unavailable" | "files-away" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "picture-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T317 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean; highlight: { name: number[][] } };
type T318 = { brands: { name: string; count: number }[]; priceRanges: ({ min: number; max: number | null; count: number })[]; categories: { categoryId: string; name: string; path: string; count: number; slug: string }[]; ratings: { min: number; count: number }[]; availability: { inStock: number; all: number }; sellers: { sellerId: string; count: number }[]; attributes: { code: string; values: { value: string; count: number }[] }[] };
type T319 = { products: T317[]; pagination: { page: number; size: number; total: number; totalIsExact: boolean }; nextCursor: string | null; hasMore: boolean; facets: T318; relax: { drop: string; total: number }[]; query: string; searchedFor: string; correctedQuery: string | null; droppedWords: string[]; limited: boolean };
type T320 = { q?: string; exact?: boolean; sort?: "relevance" | "newest" | "price-asc" | "price-desc" | "rating" | "popular"; category?: string; brand?: string[]; seller?: string[]; minPrice?: number; maxPrice?: number; rating?: number; inStock?: boolean; page?: number; size?: number; cursor?: string; currency?: string; [more: string]: unknown };
type T321 = { query: string; correctedQuery: string | null; queries: { text: string }[]; categories: { categoryId: string; name: string; path: string; count: number }[]; brands: { name: string }[]; products: T64[] };
type T322 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "search-rule-limit" | "search-rule-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T323 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T324 = { boostId: string; kind: "brand" | "category" | "product"; key: string; points: number; version: number };
type T325 = { documents: number; checksum: string; inMemory: number | null; waiting: number; oldest_s: number };
type T326 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean; variantName: string; variantInStock: boolean };
type T327 = { listId: string; name: string; isDefault: boolean; visibility: "private" | "link" | "public"; token: string | null; gift: boolean; items: number; version: number; createdAt: string };
type T328 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wishlist-limit";
type T329 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "wishlist-not-found";
type T330 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wishlist-not-found";
type T331 = { itemId: string; productId: string; variantId: string; slug: string; name: string; variantName: string; imageUrl: string | null; note: string; priority: number; wanted: number; price: number | null; currency: string; sold: boolean | null; inStock: boolean | null; createdAt: string; listId: string; bought: number | null; addedPrice: number | null; tellBack: boolean; tellCheaper: boolean; version: number };
type T332 = { productId: string; variantId: string; listId?: string; currency?: string; note?: string; priority?: number; wanted?: number };
type T333 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "wish-not-found" | "wishlist-full" | "wishlist-limit" | "wishlist-not-found";
type T334 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "wish-not-found";
type T335 = { note?: string; priority?: number; wanted?: number; bought?: number; tellBack?: boolean; tellCheaper?: boolean; listId?: string };
type T336 = "alert-limit" | "conflict" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wish-not-found" | "wish-price-unknown" | "wishlist-full" | "wishlist-not-found";
type T337 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wish-not-found" | "wishlist-not-found";
type T338 = { itemId: string; productId: string; variantId: string; slug: string; name: string; variantName: string; imageUrl: string | null; note: string; priority: number; wanted: number; price: number | null; currency: string; sold: boolean | null; inStock: boolean | null; createdAt: string; bought: number | null; mine: number };
type T339 = { name: string; visibility: "private" | "link" | "public"; gift: boolean; own: boolean; data: T338[]; nextCursor: string | null; hasMore: boolean };
type T340 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "wishlist-not-found";
type T341 = "database-unavailable" | "gift-enough" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wish-not-found" | "wishlist-not-found";
type T342 = { alertId: string; kind: "back" | "cheaper" | "appears"; productId: string | null; variantId: string | null; query: string | null; name: string | null; slug: string | null; state: "PENDING" | "WAITING" | "IDLE"; repeat: boolean; toldAt: string | null; createdAt: string };
type T343 = "alert-email-missing" | "alert-limit" | "alert-needless" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found";
type T344 = "alert-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T345 = "alert-link-invalid" | "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T346 = { threadId: string; sellerId: string; seller: { name: string; slug: string } | null; about: { kind: string; id: string; name: string }; lastSeq: number; unread: number; lastAuthor: string; lastAt: string };
type T347 = { threadId: string; sellerId: string; seller: { name: string; slug: string } | null; about: { kind: string; id: string; name: string }; lastSeq: number; unread: number; lastAuthor: string; lastAt: string; messages: ({ seq: number; author: string; note: string | null; text: string; at: string })[]; hasMore: boolean };
type T348 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "message-about-not-found" | "message-limit" | "message-needs-account" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "thread-full" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T349 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "thread-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T350 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "message-limit" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "thread-full" | "thread-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T351 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "thread-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T352 = { data: { account: string; owner: string; currency: string; balance: number; entries: number }[]; nextCursor: string | null; hasMore: boolean };
type T353 = { account?: "buyer" | "gateway" | "seller" | "commission" | "tax" | "shipping" | "store_credit" | "gift_card" | "credit_issued" | "suspense" | "disputed" | "dispute_loss" | "dispute_fee"; limit?: number; cursor?: string };
type T354 = { txnId: string; lineNo: number; kind: string; account: string; owner: string; currency: string; amount: number; checkoutId: string | null; orderId: string | null; orderLine: number | null; occurredAt: string };
type T355 = { orderId?: string; checkoutId?: string; txnId?: string; account?: "buyer" | "gateway" | "seller" | "commission" | "tax" | "shipping" | "store_credit" | "gift_card" | "credit_issued" | "suspense" | "disputed" | "dispute_loss" | "dispute_fee"; owner?: string; from?: string; to?: string; limit?: number; cursor?: string };
type T356 = { orderId?: string; checkoutId?: string; txnId?: string; account?: "buyer" | "gateway" | "seller" | "commission" | "tax" | "shipping" | "store_credit" | "gift_card" | "credit_issued" | "suspense" | "disputed" | "dispute_loss" | "dispute_fee"; owner?: string; from?: string; to?: string };
type T357 = { sellerId: string | null; categoryId: string | null; percent: number; since: string | null; actor: string };
type T358 = { txnId: string; lineNo: number; sellerId: string; kind: string; currency: string; orderId: string | null; orderLine: number | null; goods: number; commission: number; net: number; occurredAt: string };
type T359 = { balances: { sellerId: string; currency: string; balance: number }[]; data: T358[]; nextCursor: string | null; hasMore: boolean };
type T360 = { notificationId: string; type: string; topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: string; status: string; title: string; text: string; why: string; link: string; orderId: string | null; orderNumber: string | null; about: string | null; product: string | null; query: string | null; price: number | null; was: number | null; currency: string | null; read: boolean; readAt: string | null; createdAt: string; sentAt: string | null };
type T361 = { limit?: number; cursor?: string; topic?: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; unread?: boolean };
type T362 = { topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; unread: number };
type T363 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "notification-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T364 = { topic?: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; upTo?: string };
type T365 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T366 = { consentId: string; topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: "email" | "sms" | "push" | "in-app"; given: boolean; at: string };
type T367 = { channel: "email" | "sms" | "push" | "in-app"; available: boolean; reason: string | null };
type T368 = { topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: "email" | "sms" | "push" | "in-app"; enabled: boolean; locked: boolean; reason: string | null };
type T369 = { channels: T367[]; grid: T368[]; quietHours: { from: string; to: string; timeZone: string } | null };
type T370 = { topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: "email" | "sms" | "push" | "in-app"; enabled: boolean };
type T371 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "preference-locked" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T372 = { sagaId: string; room: string; type: string; key: string; status: string; step: string | null; epoch: number; attempts: number; driven: boolean; stuck: boolean; idle_ms: number; wakeAt: string | null; createdAt: string; updatedAt: string; flaggedAt: string | null; summary: string; links: Record<string, string>; atRisk: { amount: number; currency: string } | null };
type T373 = { status?: "STARTED" | "IN_PROGRESS" | "WAITING" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "FAILED"; type?: string; room?: string; open?: boolean; stuck?: boolean; atRisk?: boolean; orderId?: string; userId?: string; variantId?: string; paymentId?: string; checkoutId?: string; cartId?: string; key?: string; limit?: number; cursor?: string };
type T374 = { eventId: string; type: string; room: string; aggregate: string; version: number; at: string };
type T375 = { sagaId: string; room: string; type: string; key: string; status: string; step: string | null; epoch: number; attempts: number; driven: boolean; stuck: boolean; idle_ms: number; wakeAt: string | null; createdAt: string; updatedAt: string; flaggedAt: string | null; summary: string; links: Record<string, string>; atRisk: { amount: number; currency: string } | null; input: unknown; steps: { seq: number; at: string; epoch: number; step: string; status: string; output: unknown }[]; signals: { seq: number; at: string; name: string; payload: unknown }[]; events: T374[]; approval: { approvalId: string; askedBy: string; reason: string; expiresAt: string } | null; away: string[] };
type T376 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "saga-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T377 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saga-driven" | "saga-ended" | "saga-not-found" | "saga-not-undoable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T378 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saga-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T379 = "approval-not-found" | "approval-over" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saga-driven" | "saga-ended" | "saga-not-found" | "saga-not-stuck" | "saga-not-undoable" | "second-person-needed" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T380 = { events: number; oldest_ms: number; waiting: number; parked: number; rooms: { room: string; events: number; oldest_ms: number }[]; consumers: { consumer: string; source: string; events: number; age_ms: number }[]; setAside: { consumer: string; waiting: number; parked: number }[]; away: string[] };
type T381 = { room: string; consumer: string; eventId: string; eventType: string; source: string; aggregate: string; attempts: number; reason: string; parkedAt: string };
type T382 = "database-unavailable" | "dead-letter-not-found" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T383 = { sagaId: string; reservationId: string; status: string; orderId: string | null; units: number; lines: { variantId: string; warehouseId: string; quantity: number }[]; expiresAt: string; createdAt: string; sagaStatus: string | null; orphan: boolean };
type T384 = { variantId?: string; warehouseId?: string; expiring_s?: number; orphan?: boolean; limit?: number; cursor?: string };
type T385 = "database-unavailable" | "hold-in-use" | "hold-not-found" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T386 = { name: string; breaker: string; running: number; waiting: number; lastError: string | null };
type T387 = { name: string; entries: number; entries_max: number; hits: number; misses: number; evicted: number };
type T388 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "task-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T389 = { name: string; every_ms: number; running: boolean; lastStartedAt: string | null; lastEndedAt: string | null; took_ms: number | null; lastError: string | null; runs: number };
type T390 = { processes: { processId: string; pid: number; tasks: T389[] }[]; jobs: { task: string; due: number; later: number; running: number; dead: number }[]; dead: ({ id: string; task: string; attempts: number; lastError: string | null; at: string })[]; away: string[] };
type T391 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T392 = { checkId: string; askedBy: string | null; startedAt: string; finishedAt: string | null; violations: number | null; instant: Record<string, number>; quiescent: Record<string, number>; error: string | null };
type T393 = "checker-failed" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T394 = { auditId: string; seq: number; at: string; actor: string; action: string; target: string; reason: string | null; outcome: string; detail: unknown; requestId: string | null; hash: string };
type T395 = { breakId: string; class: string; subject: string; subjects: Record<string, string>; amount: number | null; currency: string | null; sentence: string; state: string; seen: number; runId: string; action: string | null; doneBy: string | null; reason: string | null; age_s: number; firstSeenAt: string; lastSeenAt: string; closedAt: string | null };
type T396 = { runId: string; kind: string; span: string; askedBy: string | null; state: string; part: number; looked: number; found: number; repaired: number; opened: number; notes: string[]; askedAt: string; startedAt: string | null; finishedAt: string | null };
type T397 = { data: T395[]; nextCursor: string | null; hasMore: boolean; run: T396 | null; open: { class: string; open: number; oldest_s: number }[] };
type T398 = { state?: "open" | "repaired" | "accepted"; class?: "hold-without-order" | "captured-without-order" | "captured-above-order" | "order-without-stock" | "order-without-payment" | "order-left-pending" | "gateway-capture-lost" | "gateway-capture-missing" | "gateway-amount-differs" | "gateway-payment-unknown" | "stock-drift" | "settlement-break" | "saga-stuck"; orderId?: string; paymentId?: string; checkoutId?: string; sagaId?: string; reservationId?: string; variantId?: string; limit?: number; cursor?: string };
type T399 = { breakId: string; class: string; subject: string; subjects: Record<string, string>; amount: number | null; currency: string | null; sentence: string; state: string; seen: number; runId: string; action: string | null; doneBy: string | null; reason: string | null; age_s: number; firstSeenAt: string; lastSeenAt: string; closedAt: string | null; history: ({ seq: number; at: string; actor: string; action: string; reason: string | null })[] };
type T400 = "break-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T401 = "break-closed" | "break-not-found" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";

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
    body: { email?: string; locale?: string };
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
    codes: T9;
    key: "none";
  };
  /** Send a link that sets a new password, good once and for 30 minutes */
  'POST /auth/password-reset': {
    params: undefined;
    query: undefined;
    body: { email: string };
    reply: { status: "accepted" };
    codes: T6;
    key: "none";
  };
  /** Set a new password with the token of the link; every session ends */
  'POST /auth/password-reset/confirm': {
    params: undefined;
    query: undefined;
    body: { token: string; password: string };
    reply: null;
    codes: T10;
    key: "none";
  };
  /** Send six digits by mail, to sign in or to verify my e-mail */
  'POST /auth/otp': {
    params: undefined;
    query: undefined;
    body: { purpose: "sign-in" | "verify-email"; email?: string };
    reply: { challengeId: string; expiresAt: string };
    codes: T11;
    key: "none";
  };
  /** Use a code: a session for `sign-in`, nothing (204) for `verify-email` */
  'POST /auth/otp/verify': {
    params: undefined;
    query: undefined;
    body: { challengeId: string; code: string };
    reply: T5 | null;
    codes: T12;
    key: "none";
  };
  /** Where I am signed in, the newest first */
  'GET /me/sessions': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T13[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** End all of my sessions but this one */
  'DELETE /me/sessions': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { ended: number };
    codes: T15;
    key: "accepted";
  };
  /** End one of my sessions; it is dead within a second */
  'DELETE /me/sessions/{sessionId}': {
    params: { sessionId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T16;
    key: "accepted";
  };
  /** Change my password with the old one; my other sessions end */
  'POST /me/password': {
    params: undefined;
    query: undefined;
    body: { currentPassword: string; newPassword: string };
    reply: null;
    codes: T17;
    key: "none";
  };
  /** Everything the shop holds about me, from every room, as one JSON document */
  'GET /me/export': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: unknown;
    codes: T14;
    key: "none";
  };
  /** Erase my account and my personal data in every room, for good */
  'DELETE /me': {
    params: undefined;
    query: undefined;
    body: { currentPassword?: string };
    reply: null;
    codes: T18;
    key: "none";
  };
  /** Who I am */
  'GET /me': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T19;
    codes: T20;
    key: "none";
  };
  /** Change my name, phone or language */
  'PATCH /me': {
    params: undefined;
    query: undefined;
    body: { name?: string; phone?: string | null; locale?: string };
    reply: T19;
    codes: T21;
    key: "accepted";
  };
  /** My passkeys, the oldest first; 20 at most */
  'GET /me/passkeys': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T22[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add the passkey that the browser made; its owner is told by mail */
  'POST /me/passkeys': {
    params: undefined;
    query: undefined;
    body: { name: string; credential: T23 };
    reply: T22;
    codes: T24;
    key: "none";
  };
  /** Begin adding a passkey: what the browser is to ask the device for */
  'POST /me/passkeys/options': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T25;
    codes: T26;
    key: "none";
  };
  /** Give one of my passkeys another name */
  'PATCH /me/passkeys/{passkeyId}': {
    params: { passkeyId: string };
    query: undefined;
    body: { name: string };
    reply: T22;
    codes: T27;
    key: "accepted";
  };
  /** Remove one of my passkeys; a password and a code by mail still open the account */
  'DELETE /me/passkeys/{passkeyId}': {
    params: { passkeyId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T28;
    key: "accepted";
  };
  /** Begin signing in with a passkey: what the browser is to ask for */
  'POST /auth/passkey/options': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T29;
    codes: T30;
    key: "none";
  };
  /** Sign in with a passkey; the cart of the guest comes along */
  'POST /auth/passkey': {
    params: undefined;
    query: undefined;
    body: { credential: T32 };
    reply: T5;
    codes: T33;
    key: "none";
  };
  /** Begin proving with one of my passkeys that it is me */
  'POST /me/proof/options': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T29;
    codes: T34;
    key: "none";
  };
  /** Prove anew that it is me, for a quarter of an hour, by password or passkey */
  'POST /me/proof': {
    params: undefined;
    query: undefined;
    body: { currentPassword: string } | { passkey: T32 };
    reply: null;
    codes: T35;
    key: "none";
  };
  /** Live API keys of the sellers I own */
  'GET /seller/api-keys': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T36[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Make an API key; the answer shows it once */
  'POST /seller/api-keys': {
    params: undefined;
    query: { sellerId?: string };
    body: T38;
    reply: T37;
    codes: T39;
    key: "none";
  };
  /** Revoke an API key; it is dead within a second or two */
  'DELETE /seller/api-keys/{keyId}': {
    params: { keyId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T40;
    key: "none";
  };
  /** Where mail about my orders goes, while I am a guest */
  'PUT /me/contact': {
    params: undefined;
    query: undefined;
    body: { email: string };
    reply: T19;
    codes: T15;
    key: "accepted";
  };
  /** My addresses, the oldest first */
  'GET /me/addresses': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T41[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add an address; the first one becomes the default */
  'POST /me/addresses': {
    params: undefined;
    query: undefined;
    body: T42;
    reply: T41;
    codes: T43;
    key: "accepted";
  };
  /** One of my addresses */
  'GET /me/addresses/{addressId}': {
    params: { addressId: string };
    query: undefined;
    body: undefined;
    reply: T41;
    codes: T44;
    key: "none";
  };
  /** Replace an address; isDefault makes it the default */
  'PUT /me/addresses/{addressId}': {
    params: { addressId: string };
    query: undefined;
    body: T42;
    reply: T41;
    codes: T45;
    key: "accepted";
  };
  /** Remove an address; orders keep their copy */
  'DELETE /me/addresses/{addressId}': {
    params: { addressId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T45;
    key: "accepted";
  };
  /** People, the newest first; search by beginning of e-mail or name, or by id */
  'GET /admin/users': {
    params: undefined;
    query: T47;
    body: undefined;
    reply: { data: T46[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One person */
  'GET /admin/users/{userId}': {
    params: { userId: string };
    query: undefined;
    body: undefined;
    reply: T46;
    codes: T20;
    key: "none";
  };
  /** Suspend or readmit a person, or change admin roles; their sessions end */
  'PATCH /admin/users/{userId}': {
    params: { userId: string };
    query: undefined;
    body: { status?: "ACTIVE" | "SUSPENDED"; roles?: string[] };
    reply: T46;
    codes: T48;
    key: "accepted";
  };
  /** The public page of a seller, by id or slug */
  'GET /sellers/{sellerId}': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T49;
    codes: T50;
    key: "none";
  };
  /** Apply as a seller; refresh the session to act for it */
  'POST /sellers/apply': {
    params: undefined;
    query: undefined;
    body: { name: string; description?: string };
    reply: T51;
    codes: T52;
    key: "accepted";
  };
  /** The profile of my seller */
  'GET /seller/profile': {
    params: undefined;
    query: { sellerId?: string };
    body: undefined;
    reply: T51;
    codes: T53;
    key: "none";
  };
  /** Change name or description of my seller */
  'PATCH /seller/profile': {
    params: undefined;
    query: { sellerId?: string };
    body: { name?: string; description?: string };
    reply: T51;
    codes: T54;
    key: "accepted";
  };
  /** Sellers, the newest first; search by beginning of the name or by id */
  'GET /admin/sellers': {
    params: undefined;
    query: T55;
    body: undefined;
    reply: { data: T51[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One seller */
  'GET /admin/sellers/{sellerId}': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T51;
    codes: T20;
    key: "none";
  };
  /** Let a seller sell */
  'POST /admin/sellers/{sellerId}/approve': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T51;
    codes: T56;
    key: "accepted";
  };
  /** Take a seller out of the shop, or turn an application down */
  'POST /admin/sellers/{sellerId}/suspend': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: T51;
    codes: T56;
    key: "accepted";
  };
  /** Who works for my seller */
  'GET /seller/members': {
    params: undefined;
    query: { limit?: number; cursor?: string; sellerId?: string };
    body: undefined;
    reply: { data: T57[]; nextCursor: string | null; hasMore: boolean };
    codes: T53;
    key: "none";
  };
  /** Invite a person by e-mail; the answer shows the token once */
  'POST /seller/members': {
    params: undefined;
    query: { sellerId?: string };
    body: { email: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
    reply: T58;
    codes: T59;
    key: "none";
  };
  /** Give a member another role; it counts at once */
  'PATCH /seller/members/{userId}': {
    params: { userId: string };
    query: { sellerId?: string };
    body: { role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
    reply: { userId: string; role: "owner" | "catalogue" | "fulfilment" | "finance" | "read-only" };
    codes: T60;
    key: "accepted";
  };
  /** Remove a member at once, or leave */
  'DELETE /seller/members/{userId}': {
    params: { userId: string };
    query: { sellerId?: string };
    body: undefined;
    reply: null;
    codes: T60;
    key: "accepted";
  };
  /** Invitations that can still be accepted */
  'GET /seller/invitations': {
    params: undefined;
    query: { limit?: number; cursor?: string; sellerId?: string };
    body: undefined;
    reply: { data: T61[]; nextCursor: string | null; hasMore: boolean };
    codes: T53;
    key: "none";
  };
  /** Withdraw an invitation */
  'DELETE /seller/invitations/{invitationId}': {
    params: { invitationId: string };
    query: { sellerId?: string };
    body: undefined;
    reply: null;
    codes: T62;
    key: "accepted";
  };
  /** Become a member by an invitation; refresh the session to act for the seller */
  'POST /sellers/invitations/accept': {
    params: undefined;
    query: undefined;
    body: { token: string };
    reply: T2;
    codes: T63;
    key: "none";
  };
  /** List products with facets */
  'GET /products': {
    params: undefined;
    query: T68;
    body: undefined;
    reply: T67;
    codes: T50;
    key: "none";
  };
  /** The first products of several categories, for a home page */
  'GET /showcase': {
    params: undefined;
    query: T70;
    body: undefined;
    reply: { rails: T69[] };
    codes: T50;
    key: "none";
  };
  /** Search products by words, with the filters of /products */
  'GET /search': {
    params: undefined;
    query: T73;
    body: undefined;
    reply: T72;
    codes: T50;
    key: "none";
  };
  /** Queries, categories, brands and products for what is being typed */
  'GET /search/suggest': {
    params: undefined;
    query: { q: string; currency?: string; locale?: string };
    body: undefined;
    reply: T74;
    codes: T75;
    key: "none";
  };
  /** One product by id or slug: page, variants, price and stock */
  'GET /products/{productId}': {
    params: { productId: string };
    query: { currency?: string; locale?: string };
    body: undefined;
    reply: T79;
    codes: T80;
    key: "none";
  };
  /** Variants of a product, by any attribute: ?color=red&size=M */
  'GET /products/{productId}/variants': {
    params: { productId: string };
    query: { currency?: string; [more: string]: unknown };
    body: undefined;
    reply: { variants: T78[] };
    codes: T50;
    key: "none";
  };
  /** The category tree with counts of visible products */
  'GET /categories': {
    params: undefined;
    query: { currency?: string; locale?: string };
    body: undefined;
    reply: { categories: T84[] };
    codes: T75;
    key: "none";
  };
  /** A category by id, slug, or path with its slashes encoded */
  'GET /categories/{category}': {
    params: { category: string };
    query: { currency?: string; locale?: string };
    body: undefined;
    reply: T86;
    codes: T50;
    key: "none";
  };
  /** Brands by name */
  'GET /brands': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T87;
    codes: T75;
    key: "none";
  };
  /** The same thing from all its sellers, by what it costs delivered */
  'GET /variants/{variantId}/offers': {
    params: { variantId: string };
    query: { currency?: string; country?: string; postalCode?: string };
    body: undefined;
    reply: { offers: T88[] };
    codes: T50;
    key: "none";
  };
  /** What a sitemap index lists: files of products, categories, sellers */
  'GET /sitemap': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T89;
    codes: T75;
    key: "none";
  };
  /** Addresses of products with the time of their last change */
  'GET /sitemap/products': {
    params: undefined;
    query: { cursor?: string; limit?: number };
    body: undefined;
    reply: T90;
    codes: T75;
    key: "none";
  };
  /** Products, newest first, with all states */
  'GET /seller/products': {
    params: undefined;
    query: T93;
    body: undefined;
    reply: { data: T92[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a product with its variants and prices */
  'POST /seller/products': {
    params: undefined;
    query: undefined;
    body: T96;
    reply: T92;
    codes: T97;
    key: "accepted";
  };
  /** One product with its version */
  'GET /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T20;
    key: "none";
  };
  /** Change fields of a product */
  'PATCH /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T98;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Replace the description of a product; variants stay */
  'PUT /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T100;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Delete a product that is not ACTIVE */
  'DELETE /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T101;
    key: "accepted";
  };
  /** Make a product ACTIVE */
  'POST /seller/products/{productId}/publish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Make a product ARCHIVED */
  'POST /seller/products/{productId}/archive': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Make a product DRAFT */
  'POST /seller/products/{productId}/unpublish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Add a variant with its price */
  'POST /seller/products/{productId}/variants': {
    params: { productId: string };
    query: undefined;
    body: T95;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Change a variant; a sale price needs the price beside it */
  'PATCH /seller/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: T102;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Take a variant out of sale; the last one stays */
  'DELETE /seller/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Replace the images in their shown order (addresses only, never fetched) */
  'PUT /seller/products/{productId}/images': {
    params: { productId: string };
    query: undefined;
    body: { images: ({ url: string; alt?: string; variantId?: string | null })[] };
    reply: T92;
    codes: T99;
    key: "accepted";
  };
  /** Products, newest first, with all states */
  'GET /admin/products': {
    params: undefined;
    query: T93;
    body: undefined;
    reply: { data: T92[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a product with its variants and prices */
  'POST /admin/products': {
    params: undefined;
    query: undefined;
    body: T96;
    reply: T92;
    codes: T103;
    key: "accepted";
  };
  /** One product with its version */
  'GET /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T20;
    key: "none";
  };
  /** Change fields of a product */
  'PATCH /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T98;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Replace the description of a product; variants stay */
  'PUT /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T100;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Delete a product that is not ACTIVE */
  'DELETE /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T105;
    key: "accepted";
  };
  /** Make a product ACTIVE */
  'POST /admin/products/{productId}/publish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Make a product ARCHIVED */
  'POST /admin/products/{productId}/archive': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Make a product DRAFT */
  'POST /admin/products/{productId}/unpublish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Add a variant with its price */
  'POST /admin/products/{productId}/variants': {
    params: { productId: string };
    query: undefined;
    body: T95;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Change a variant; a sale price needs the price beside it */
  'PATCH /admin/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: T102;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Take a variant out of sale; the last one stays */
  'DELETE /admin/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: undefined;
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** Replace the images in their shown order (addresses only, never fetched) */
  'PUT /admin/products/{productId}/images': {
    params: { productId: string };
    query: undefined;
    body: { images: ({ url: string; alt?: string; variantId?: string | null })[] };
    reply: T92;
    codes: T104;
    key: "accepted";
  };
  /** All categories with their versions, parents before children */
  'GET /admin/categories': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T106[] };
    codes: T14;
    key: "none";
  };
  /** Add a category */
  'POST /admin/categories': {
    params: undefined;
    query: undefined;
    body: { name: string; names?: Record<string, string>; slug?: string; parentId?: string | null };
    reply: T106;
    codes: T107;
    key: "accepted";
  };
  /** One category */
  'GET /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: undefined;
    reply: T106;
    codes: T20;
    key: "none";
  };
  /** Rename or move a category with everything below it */
  'PATCH /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: T108;
    reply: T106;
    codes: T109;
    key: "accepted";
  };
  /** Remove an empty category */
  'DELETE /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T109;
    key: "accepted";
  };
  /** One brand */
  'GET /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: undefined;
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T20;
    key: "none";
  };
  /** Change a brand; products follow in the background */
  'PATCH /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: { name?: string; slug?: string; logoUrl?: string | null };
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T110;
    key: "accepted";
  };
  /** Remove a brand that no product carries */
  'DELETE /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T110;
    key: "accepted";
  };
  /** Add a brand */
  'POST /admin/brands': {
    params: undefined;
    query: undefined;
    body: { name: string; slug?: string; logoUrl?: string | null };
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T111;
    key: "accepted";
  };
  /** All attribute definitions */
  'GET /admin/attributes': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T112[] };
    codes: T14;
    key: "none";
  };
  /** Define an attribute for a category and below, or for all */
  'POST /admin/attributes': {
    params: undefined;
    query: undefined;
    body: T113;
    reply: T112;
    codes: T114;
    key: "accepted";
  };
  /** Change an attribute definition; code and category stay */
  'PATCH /admin/attributes/{attributeId}': {
    params: { attributeId: string };
    query: undefined;
    body: T115;
    reply: T112;
    codes: T116;
    key: "accepted";
  };
  /** Remove an attribute definition */
  'DELETE /admin/attributes/{attributeId}': {
    params: { attributeId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T116;
    key: "accepted";
  };
  /** Import products from CSV, JSON or NDJSON */
  'POST /seller/imports': {
    params: undefined;
    query: T117;
    body: unknown;
    reply: { importId: string };
    codes: T118;
    key: "none";
  };
  /** Imports, latest first */
  'GET /seller/imports': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T119[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Import products from CSV, JSON or NDJSON */
  'POST /admin/imports': {
    params: undefined;
    query: T117;
    body: unknown;
    reply: { importId: string };
    codes: T120;
    key: "none";
  };
  /** Imports, latest first */
  'GET /admin/imports': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T119[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Progress of an import with a page of its row errors */
  'GET /seller/imports/{importId}': {
    params: { importId: string };
    query: { limit?: number; cursor?: number };
    body: undefined;
    reply: T122;
    codes: T20;
    key: "none";
  };
  /** Progress of an import with a page of its row errors */
  'GET /admin/imports/{importId}': {
    params: { importId: string };
    query: { limit?: number; cursor?: number };
    body: undefined;
    reply: T122;
    codes: T20;
    key: "none";
  };
  /** Set base and sale prices of variants */
  'PUT /seller/prices': {
    params: undefined;
    query: undefined;
    body: T123;
    reply: { changed: number };
    codes: T124;
    key: "accepted";
  };
  /** Prices of variants as they are now */
  'GET /prices': {
    params: undefined;
    query: { variantIds: string; currency?: string };
    body: undefined;
    reply: { data: T125[] };
    codes: T126;
    key: "none";
  };
  /** What a variant cost in the last 90 days */
  'GET /prices/{variantId}/history': {
    params: { variantId: string };
    query: { currency?: string };
    body: undefined;
    reply: { currency: string; past: { until: string; price: number }[] };
    codes: T127;
    key: "none";
  };
  /** Tax rates by destination */
  'GET /admin/tax-rates': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T128[] };
    codes: T14;
    key: "none";
  };
  /** Set the tax rate of a country or state */
  'PUT /admin/tax-rates': {
    params: undefined;
    query: undefined;
    body: T128;
    reply: T128;
    codes: T129;
    key: "accepted";
  };
  /** Promotions, the newest first, each with what it does in a sentence */
  'GET /admin/promotions': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T130[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a promotion; it is in force from now or from when it begins */
  'POST /admin/promotions': {
    params: undefined;
    query: undefined;
    body: T131;
    reply: T130;
    codes: T132;
    key: "accepted";
  };
  /** One promotion */
  'GET /admin/promotions/{promotionId}': {
    params: { promotionId: string };
    query: undefined;
    body: undefined;
    reply: T130;
    codes: T20;
    key: "none";
  };
  /** Change a promotion as a whole; quotes that were made keep their prices */
  'PUT /admin/promotions/{promotionId}': {
    params: { promotionId: string };
    query: undefined;
    body: T131;
    reply: T130;
    codes: T133;
    key: "accepted";
  };
  /** Switch a promotion off, or on again, at once */
  'POST /admin/promotions/{promotionId}/switch': {
    params: { promotionId: string };
    query: undefined;
    body: { enabled: boolean };
    reply: T130;
    codes: T134;
    key: "accepted";
  };
  /** What goods cost at a place and time, step by step, with a draft tried on them */
  'POST /admin/prices/explain': {
    params: undefined;
    query: undefined;
    body: T138;
    reply: T137;
    codes: T139;
    key: "none";
  };
  /** Coupons, the newest first, each with what it does in a sentence */
  'GET /admin/coupons': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T140[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a coupon, with a code that people can say or with none yet */
  'POST /admin/coupons': {
    params: undefined;
    query: undefined;
    body: T141;
    reply: T140;
    codes: T142;
    key: "accepted";
  };
  /** One coupon, with how often it was used */
  'GET /admin/coupons/{couponId}': {
    params: { couponId: string };
    query: undefined;
    body: undefined;
    reply: T140;
    codes: T20;
    key: "none";
  };
  /** Change a coupon as a whole; quotes that were made keep their prices */
  'PUT /admin/coupons/{couponId}': {
    params: { couponId: string };
    query: undefined;
    body: T143;
    reply: T140;
    codes: T144;
    key: "accepted";
  };
  /** Switch a coupon off, or on again, at once */
  'POST /admin/coupons/{couponId}/switch': {
    params: { couponId: string };
    query: undefined;
    body: { enabled: boolean };
    reply: T140;
    codes: T134;
    key: "accepted";
  };
  /** One more code that people can say */
  'POST /admin/coupons/{couponId}/codes': {
    params: { couponId: string };
    query: undefined;
    body: { code: string };
    reply: { code: string };
    codes: T134;
    key: "accepted";
  };
  /** Make up to 100000 codes of 80 random bits each */
  'POST /admin/coupons/{couponId}/batches': {
    params: { couponId: string };
    query: undefined;
    body: { count: number };
    reply: { batchId: string; wanted: number; made: number; createdAt: string };
    codes: T145;
    key: "required";
  };
  /** Batches of codes, the newest first, and how far each is */
  'GET /admin/coupons/{couponId}/batches': {
    params: { couponId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T146;
    codes: T20;
    key: "none";
  };
  /** All codes of a coupon or of one batch, with how often each was used, as CSV */
  'GET /admin/coupons/{couponId}/codes.csv': {
    params: { couponId: string };
    query: { batchId?: string };
    body: undefined;
    reply: string;
    codes: T20;
    key: "none";
  };
  /** Sales that run now for everybody, with the end by which prices are counted */
  'GET /offers': {
    params: undefined;
    query: { currency?: string; limit?: number };
    body: undefined;
    reply: { data: T147[]; serverTime: string };
    codes: T126;
    key: "none";
  };
  /** Change the stock of a variant in a warehouse by a delta */
  'POST /seller/inventory/adjustments': {
    params: undefined;
    query: undefined;
    body: T148;
    reply: { variantId: string; warehouseId: string; onHand: number; available: number };
    codes: T149;
    key: "accepted";
  };
  /** Change the stock of any variant by a delta */
  'PUT /admin/inventory': {
    params: undefined;
    query: undefined;
    body: T148;
    reply: { variantId: string; warehouseId: string; onHand: number; available: number };
    codes: T150;
    key: "accepted";
  };
  /** Stock by variant and warehouse, of all sellers */
  'GET /admin/inventory': {
    params: undefined;
    query: { variantId?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T151[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Stock by variant and warehouse */
  'GET /seller/inventory': {
    params: undefined;
    query: { variantId?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T151[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Warehouses that the seller may stock */
  'GET /seller/warehouses': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T152[] };
    codes: T14;
    key: "none";
  };
  /** Ways a parcel can go to a place, with cost and days */
  'GET /shipping/methods': {
    params: undefined;
    query: T154;
    body: undefined;
    reply: { methods: T153[] };
    codes: T155;
    key: "none";
  };
  /** The towns of a postal code, to fill an address in; none when it is not known */
  'GET /shipping/places': {
    params: undefined;
    query: { country: string; postalCode: string };
    body: undefined;
    reply: { places: { city: string; stateCode: string; state: string }[] };
    codes: T75;
    key: "none";
  };
  /** Add units of a variant; makes the cart if there is none */
  'POST /cart/items': {
    params: undefined;
    query: undefined;
    body: { productId: string; variantId: string; quantity: number; currency?: string };
    reply: T158;
    codes: T159;
    key: "accepted";
  };
  /** The cart at the prices and stock of this moment, and what changed */
  'GET /cart': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T158;
    codes: T160;
    key: "none";
  };
  /** Remove all lines; If-Match is honoured */
  'DELETE /cart': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T158;
    codes: T161;
    key: "accepted";
  };
  /** Set the quantity of a line; If-Match is honoured */
  'PUT /cart/items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: { quantity: number };
    reply: T158;
    codes: T162;
    key: "accepted";
  };
  /** Remove a line; If-Match is honoured */
  'DELETE /cart/items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: T158;
    codes: T162;
    key: "accepted";
  };
  /** Take the cart as it can be ordered now: prices seen, quantities as far as in stock */
  'POST /cart/accept-changes': {
    params: undefined;
    query: { itemId?: string };
    body: undefined;
    reply: T158;
    codes: T161;
    key: "accepted";
  };
  /** Bring an anonymous cart into the cart of the token; also done at login */
  'POST /cart/merge': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T158;
    codes: T163;
    key: "accepted";
  };
  /** Put a coupon into the cart, in place of the one that is in it */
  'POST /cart/coupons': {
    params: undefined;
    query: undefined;
    body: { code: string };
    reply: T158;
    codes: T164;
    key: "accepted";
  };
  /** Take the coupon out of the cart */
  'DELETE /cart/coupons/{code}': {
    params: { code: string };
    query: undefined;
    body: undefined;
    reply: T158;
    codes: T165;
    key: "accepted";
  };
  /** What was saved for later, at the prices and stock of this moment */
  'GET /cart/saved': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { items: T166[]; unconfirmed: string[] };
    codes: T167;
    key: "none";
  };
  /** Save a line for later: it leaves the cart and is kept with its price */
  'POST /cart/items/{itemId}/save': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: { cart: T158; saved: { items: T166[]; unconfirmed: string[] } };
    codes: T168;
    key: "accepted";
  };
  /** Put what was saved for later back into the cart, at the price of this moment */
  'POST /cart/saved/{itemId}/move': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: { cart: T158; saved: { items: T166[]; unconfirmed: string[] } };
    codes: T169;
    key: "accepted";
  };
  /** Forget what was saved for later */
  'DELETE /cart/saved/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: { items: T166[]; unconfirmed: string[] };
    codes: T170;
    key: "accepted";
  };
  /** What the cart would cost at a place: delivery, tax and total by each way */
  'GET /cart/estimate': {
    params: undefined;
    query: { country: string; state?: string; postalCode: string };
    body: undefined;
    reply: { subtotal: number; currency: string; methods: T171[] };
    codes: T172;
    key: "none";
  };
  /** Issue a gift card; its code is told once */
  'POST /admin/gift-cards': {
    params: undefined;
    query: undefined;
    body: { amount: number; currency: string; expiresAt?: string; note?: string };
    reply: T173;
    codes: T174;
    key: "none";
  };
  /** Gift cards, newest first, without their codes */
  'GET /admin/gift-cards': {
    params: undefined;
    query: { last4?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T175[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Give a person store credit */
  'POST /admin/users/{userId}/credit': {
    params: { userId: string };
    query: undefined;
    body: { amount: number; currency: string; reason: string };
    reply: { accountId: string; balance: number; currency: string };
    codes: T176;
    key: "required";
  };
  /** What is left on a gift card */
  'POST /gift-cards/lookup': {
    params: undefined;
    query: undefined;
    body: { code: string };
    reply: { last4: string; balance: number; currency: string; expiresAt: string | null };
    codes: T177;
    key: "none";
  };
  /** Move what is left on a gift card to my store credit */
  'POST /gift-cards/redeem': {
    params: undefined;
    query: undefined;
    body: { code: string };
    reply: { amount: number; balance: number; currency: string };
    codes: T178;
    key: "accepted";
  };
  /** My store credit by currency, and what it gained and lost, newest first */
  'GET /me/credit': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T180;
    codes: T14;
    key: "none";
  };
  /** News from the gateway stripe, signed */
  'POST /webhooks/stripe': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T181;
    key: "none";
  };
  /** News from the gateway paypal, signed */
  'POST /webhooks/paypal': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T181;
    key: "none";
  };
  /** News from the gateway sandbox, signed */
  'POST /webhooks/sandbox': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T181;
    key: "none";
  };
  /** Ways to pay that I keep: the default, then the one used last */
  'GET /me/payment-methods': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { paymentMethods: T182[] };
    codes: T14;
    key: "none";
  };
  /** Offer this way to pay first */
  'PUT /me/payment-methods/{methodId}/default': {
    params: { methodId: string };
    query: undefined;
    body: undefined;
    reply: { paymentMethods: T182[] };
    codes: T183;
    key: "accepted";
  };
  /** Remove a way to pay, here and at its gateway */
  'DELETE /me/payment-methods/{methodId}': {
    params: { methodId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T183;
    key: "accepted";
  };
  /** Put back a way to pay that was removed a moment ago */
  'POST /me/payment-methods/{methodId}/restore': {
    params: { methodId: string };
    query: undefined;
    body: undefined;
    reply: { paymentMethods: T182[] };
    codes: T183;
    key: "accepted";
  };
  /** Ways to pay that this shop takes, and which get no answers just now */
  'GET /payment-methods': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T184;
    codes: T75;
    key: "none";
  };
  /** Chargebacks, newest first; `open=true` for those that are not decided */
  'GET /admin/disputes': {
    params: undefined;
    query: { open?: boolean; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T185[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Payment attempts, newest first */
  'GET /admin/payments': {
    params: undefined;
    query: T187;
    body: undefined;
    reply: { data: T186[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A payment attempt with its refunds, journal and breaks */
  'GET /admin/payments/{paymentId}': {
    params: { paymentId: string };
    query: undefined;
    body: undefined;
    reply: T190;
    codes: T191;
    key: "none";
  };
  /** My orders, newest first, by status, time, seller or what I remember of them */
  'GET /orders': {
    params: undefined;
    query: T194;
    body: undefined;
    reply: { data: T193[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my orders, by its id or number, with all that happened to it */
  'GET /orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T204;
    codes: T205;
    key: "none";
  };
  /** Cancel an order before anything of it is shipped, or lines before they are picked */
  'POST /orders/{orderId}/cancel': {
    params: { orderId: string };
    query: undefined;
    body: T206;
    reply: T204;
    codes: T207;
    key: "required";
  };
  /** What would go back if I cancelled these lines now; nothing is changed */
  'GET /orders/{orderId}/cancel-preview': {
    params: { orderId: string };
    query: { lines: string };
    body: undefined;
    reply: T208;
    codes: T209;
    key: "none";
  };
  /** Send an order to another of my addresses, before anything of it is picked */
  'POST /orders/{orderId}/address': {
    params: { orderId: string };
    query: undefined;
    body: { addressId: string };
    reply: T204;
    codes: T210;
    key: "required";
  };
  /** Live updates of one of my orders */
  'GET /orders/{orderId}/events': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T211;
    key: "none";
  };
  /** What I bought with my last 20 orders, and whether it is sold now */
  'GET /orders/buy-again': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { items: T212[] };
    codes: T14;
    key: "none";
  };
  /** What of one of my orders is sold now, for the cart */
  'GET /orders/{orderId}/buy-again': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: { items: T212[] };
    codes: T205;
    key: "none";
  };
  /** Open an order by its number and the e-mail of its buyer, to look at for an hour */
  'POST /orders/lookup': {
    params: undefined;
    query: undefined;
    body: { orderNumber: string; email: string };
    reply: { token: string; expiresAt: string; order: T214 };
    codes: T215;
    key: "none";
  };
  /** An order by the link of a mail: what a parcel is and where it stays */
  'GET /orders/{orderId}/shared': {
    params: { orderId: string };
    query: { t: string };
    body: undefined;
    reply: T214;
    codes: T216;
    key: "none";
  };
  /** Live updates of an order by the link of a mail */
  'GET /orders/{orderId}/shared/events': {
    params: { orderId: string };
    query: { t: string };
    body: undefined;
    reply: string;
    codes: T217;
    key: "none";
  };
  /** The invoice of one of my orders, as PDF */
  'GET /orders/{orderId}/invoice': {
    params: { orderId: string };
    query: { language?: "en" | "de" | "es" | "hi" | "ar" };
    body: undefined;
    reply: string;
    codes: T218;
    key: "none";
  };
  /** The credit note of a refund of one of my orders, as PDF */
  'GET /orders/{orderId}/refunds/{refundId}/credit-note': {
    params: { orderId: string; refundId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T219;
    key: "none";
  };
  /** The invoice of an order by the link of a mail, without name and street */
  'GET /orders/{orderId}/shared/invoice': {
    params: { orderId: string };
    query: { t: string; language?: "en" | "de" | "es" | "hi" | "ar" };
    body: undefined;
    reply: string;
    codes: T220;
    key: "none";
  };
  /** The invoice of any order, as PDF */
  'GET /admin/orders/{orderId}/invoice': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T218;
    key: "none";
  };
  /** The credit note of a refund of any order, as PDF */
  'GET /admin/orders/{orderId}/refunds/{refundId}/credit-note': {
    params: { orderId: string; refundId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T219;
    key: "none";
  };
  /** Invoices, or credit notes, in the order of their numbers, newest first */
  'GET /admin/invoices': {
    params: undefined;
    query: { kind?: "invoice" | "credit-note"; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T221[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Orders with lines of my shop, newest first */
  'GET /seller/orders': {
    params: undefined;
    query: T224;
    body: undefined;
    reply: { data: T223[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** My part of an order, by its id or number */
  'GET /seller/orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T226;
    codes: T205;
    key: "none";
  };
  /** Take my lines of an order from the shelf */
  'POST /seller/orders/{orderId}/pick': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T226;
    codes: T227;
    key: "accepted";
  };
  /** Put my picked lines into boxes */
  'POST /seller/orders/{orderId}/pack': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T226;
    codes: T227;
    key: "accepted";
  };
  /** Send a parcel with all that is ready, or with some items */
  'POST /seller/orders/{orderId}/ship': {
    params: { orderId: string };
    query: undefined;
    body: T228;
    reply: T226;
    codes: T229;
    key: "required";
  };
  /** Orders of everybody, newest first */
  'GET /admin/orders': {
    params: undefined;
    query: T231;
    body: undefined;
    reply: { data: T230[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Any order, by its id or number */
  'GET /admin/orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T234;
    codes: T205;
    key: "none";
  };
  /** Cancel any order before anything of it is shipped, or lines before they are picked */
  'POST /admin/orders/{orderId}/cancel': {
    params: { orderId: string };
    query: undefined;
    body: { lines?: number[]; reason: string };
    reply: T234;
    codes: T235;
    key: "required";
  };
  /** Note that a shipped order has arrived */
  'POST /admin/orders/{orderId}/deliver': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T234;
    codes: T236;
    key: "accepted";
  };
  /** Fix the price, hold the units and open a checkout */
  'POST /checkout/initiate': {
    params: undefined;
    query: undefined;
    body: T240;
    reply: T239;
    codes: T241;
    key: "required";
  };
  /** A checkout with its prices, deadline and state */
  'GET /checkout/{checkoutId}': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T239;
    codes: T242;
    key: "none";
  };
  /** Leave a checkout and give its units back */
  'DELETE /checkout/{checkoutId}': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T243;
    key: "accepted";
  };
  /** Hold the units for longer */
  'POST /checkout/{checkoutId}/extend': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T239;
    codes: T244;
    key: "accepted";
  };
  /** Give up a payment that waits at the bank and keep the hold */
  'DELETE /checkout/{checkoutId}/payment': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T239;
    codes: T245;
    key: "accepted";
  };
  /** Pay a checkout and place the order */
  'POST /checkout/{checkoutId}/pay': {
    params: { checkoutId: string };
    query: undefined;
    body: T247;
    reply: T246;
    codes: T248;
    key: "required";
  };
  /** What of my order can go back, until when, why not, and what it would give */
  'GET /orders/{orderId}/return-options': {
    params: { orderId: string };
    query: { items?: string };
    body: undefined;
    reply: T251;
    codes: T205;
    key: "none";
  };
  /** Announce that something of my order goes back */
  'POST /orders/{orderId}/return': {
    params: { orderId: string };
    query: undefined;
    body: T256;
    reply: { returns: T255[] };
    codes: T257;
    key: "required";
  };
  /** My returns, newest first */
  'GET /returns': {
    params: undefined;
    query: T259;
    body: undefined;
    reply: { data: T258[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my returns, by its id or number */
  'GET /returns/{returnId}': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T255;
    codes: T260;
    key: "none";
  };
  /** The label to put on the parcel, as PDF */
  'GET /returns/{returnId}/label': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T261;
    key: "none";
  };
  /** I have handed the parcel in */
  'POST /returns/{returnId}/sent': {
    params: { returnId: string };
    query: undefined;
    body: { trackingNumber?: string };
    reply: T255;
    codes: T262;
    key: "required";
  };
  /** I keep it: give a return up before it is sent */
  'POST /returns/{returnId}/cancel': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T255;
    codes: T262;
    key: "required";
  };
  /** Say why a refusal is wrong; somebody of the marketplace looks at it */
  'POST /returns/{returnId}/appeal': {
    params: { returnId: string };
    query: undefined;
    body: { text: string };
    reply: T255;
    codes: T263;
    key: "required";
  };
  /** What of an order can go back, by the link of a mail */
  'GET /orders/{orderId}/shared/return-options': {
    params: { orderId: string };
    query: { t: string; items?: string };
    body: undefined;
    reply: T251;
    codes: T216;
    key: "none";
  };
  /** Announce a return by the link of a mail */
  'POST /orders/{orderId}/shared/return': {
    params: { orderId: string };
    query: { t: string };
    body: T256;
    reply: { returns: T264[] };
    codes: T265;
    key: "required";
  };
  /** A return by the link of a mail */
  'GET /returns/{returnId}/shared': {
    params: { returnId: string };
    query: { t: string };
    body: undefined;
    reply: T264;
    codes: T266;
    key: "none";
  };
  /** The label of a return by the link of a mail, as PDF */
  'GET /returns/{returnId}/shared/label': {
    params: { returnId: string };
    query: { t: string };
    body: undefined;
    reply: string;
    codes: T267;
    key: "none";
  };
  /** What comes back to my shop, newest first */
  'GET /seller/returns': {
    params: undefined;
    query: T259;
    body: undefined;
    reply: { data: T268[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A return to my shop, by its id or the number on its label */
  'GET /seller/returns/{returnId}': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T271;
    codes: T260;
    key: "none";
  };
  /** The parcel has arrived */
  'POST /seller/returns/{returnId}/receive': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T271;
    codes: T262;
    key: "required";
  };
  /** What is in it, unit by unit: back onto the shelf or written off */
  'POST /seller/returns/{returnId}/inspect': {
    params: { returnId: string };
    query: undefined;
    body: { items: T272[]; evidence?: string };
    reply: T271;
    codes: T273;
    key: "required";
  };
  /** What comes instead has left */
  'POST /seller/returns/{returnId}/ship': {
    params: { returnId: string };
    query: undefined;
    body: { carrier: string; trackingNumber: string };
    reply: T271;
    codes: T262;
    key: "required";
  };
  /** Grant a return, whole or in part; money or replacement follow by themselves */
  'POST /seller/returns/{returnId}/approve': {
    params: { returnId: string };
    query: undefined;
    body: T274;
    reply: T271;
    codes: T275;
    key: "required";
  };
  /** Refuse a return, with the reason and what shows it */
  'POST /seller/returns/{returnId}/reject': {
    params: { returnId: string };
    query: undefined;
    body: T276;
    reply: T271;
    codes: T262;
    key: "required";
  };
  /** Returns of everybody, newest first; `waiting`: those that need a person */
  'GET /admin/returns': {
    params: undefined;
    query: T278;
    body: undefined;
    reply: { data: T277[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Any return, by its id or number */
  'GET /admin/returns/{returnId}': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T279;
    codes: T260;
    key: "none";
  };
  /** Grant a return over its seller’s head, or hear an appeal */
  'POST /admin/returns/{returnId}/approve': {
    params: { returnId: string };
    query: undefined;
    body: T280;
    reply: T279;
    codes: T281;
    key: "required";
  };
  /** Refuse a return that was inspected, or leave a refusal as it is after an appeal */
  'POST /admin/returns/{returnId}/reject': {
    params: { returnId: string };
    query: undefined;
    body: T276;
    reply: T279;
    codes: T282;
    key: "required";
  };
  /** The money of a return that was paid at the door has been handed back */
  'POST /admin/returns/{returnId}/paid-out': {
    params: { returnId: string };
    query: undefined;
    body: { reference: string };
    reply: T279;
    codes: T282;
    key: "required";
  };
  /** Carry a decision out again whose saga was given up; nothing is done twice */
  'POST /admin/returns/{returnId}/carry-out': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T279;
    codes: T282;
    key: "required";
  };
  /** Open a return for a buyer, also outside the rules or for a parcel nobody took in */
  'POST /admin/orders/{orderId}/return': {
    params: { orderId: string };
    query: undefined;
    body: T256;
    reply: { returns: T279[] };
    codes: T283;
    key: "required";
  };
  /** Give a part of the money back without a return */
  'POST /admin/orders/{orderId}/refund': {
    params: { orderId: string };
    query: undefined;
    body: { amount: number; reason: string };
    reply: T284;
    codes: T285;
    key: "required";
  };
  /** The rules of what can be returned, by scope and key */
  'GET /admin/return-rules': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T286[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Make or change the rule of a category, a product, a variant, or of all the rest */
  'PUT /admin/return-rules': {
    params: undefined;
    query: undefined;
    body: T287;
    reply: T286;
    codes: T129;
    key: "accepted";
  };
  /** Drop a rule; the next closest one counts */
  'DELETE /admin/return-rules': {
    params: undefined;
    query: { scope: "default" | "category" | "product" | "variant"; key: string };
    body: undefined;
    reply: null;
    codes: T288;
    key: "accepted";
  };
  /** Reviews of a product with the distribution of stars and aspects */
  'GET /products/{productId}/reviews': {
    params: { productId: string };
    query: T291;
    body: undefined;
    reply: { summary: T289; data: T290[]; nextCursor: string | null; hasMore: boolean };
    codes: T50;
    key: "none";
  };
  /** Review something that I bought and that arrived */
  'POST /products/{productId}/reviews': {
    params: { productId: string };
    query: undefined;
    body: T293;
    reply: T292;
    codes: T294;
    key: "accepted";
  };
  /** Reviews of a product with pictures, newest first: the wall of photos */
  'GET /products/{productId}/review-pictures': {
    params: { productId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T295[]; nextCursor: string | null; hasMore: boolean };
    codes: T50;
    key: "none";
  };
  /** Questions on a product with their answers, newest first */
  'GET /products/{productId}/questions': {
    params: { productId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T297[]; nextCursor: string | null; hasMore: boolean };
    codes: T50;
    key: "none";
  };
  /** Ask something about a product */
  'POST /products/{productId}/questions': {
    params: { productId: string };
    query: undefined;
    body: { text: string; authorName?: string };
    reply: { postId: string; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" };
    codes: T298;
    key: "accepted";
  };
  /** What I reviewed, newest first, with its state */
  'GET /me/reviews': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T292[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my reviews */
  'GET /me/reviews/{reviewId}': {
    params: { reviewId: string };
    query: undefined;
    body: undefined;
    reply: T292;
    codes: T299;
    key: "none";
  };
  /** What I bought and have, and whether I can review it */
  'GET /me/reviewable': {
    params: undefined;
    query: T301;
    body: undefined;
    reply: { data: T300[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Change my review, within some days of writing it */
  'PUT /reviews/{reviewId}': {
    params: { reviewId: string };
    query: undefined;
    body: T302;
    reply: T292;
    codes: T303;
    key: "accepted";
  };
  /** Take back my review */
  'DELETE /reviews/{reviewId}': {
    params: { reviewId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T304;
    key: "accepted";
  };
  /** Answer a question: its seller, people who bought the product, and who asked */
  'POST /questions/{questionId}/answers': {
    params: { questionId: string };
    query: undefined;
    body: { text: string; authorName?: string };
    reply: { postId: string; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" };
    codes: T305;
    key: "accepted";
  };
  /** Tell the moderators that something is wrong with this review */
  'POST /reviews/{reviewId}/reports': {
    params: { reviewId: string };
    query: undefined;
    body: { reason: "spam" | "offensive" | "false" | "private" | "other" };
    reply: null;
    codes: T306;
    key: "accepted";
  };
  /** Take back my question */
  'DELETE /questions/{questionId}': {
    params: { questionId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T304;
    key: "accepted";
  };
  /** Tell the moderators that something is wrong with this question */
  'POST /questions/{questionId}/reports': {
    params: { questionId: string };
    query: undefined;
    body: { reason: "spam" | "offensive" | "false" | "private" | "other" };
    reply: null;
    codes: T306;
    key: "accepted";
  };
  /** Take back my answer */
  'DELETE /answers/{answerId}': {
    params: { answerId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T304;
    key: "accepted";
  };
  /** Tell the moderators that something is wrong with this answer */
  'POST /answers/{answerId}/reports': {
    params: { answerId: string };
    query: undefined;
    body: { reason: "spam" | "offensive" | "false" | "private" | "other" };
    reply: null;
    codes: T306;
    key: "accepted";
  };
  /** Say whether a review helped me; again says it anew, null takes it back */
  'POST /reviews/{reviewId}/votes': {
    params: { reviewId: string };
    query: undefined;
    body: { helpful: boolean | null };
    reply: { helpful: number; unhelpful: number };
    codes: T306;
    key: "accepted";
  };
  /** Reviews, questions and answers that wait for a moderator, the oldest first */
  'GET /admin/reviews': {
    params: undefined;
    query: T308;
    body: undefined;
    reply: { data: T307[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of them with its history and the complaints about it */
  'GET /admin/reviews/{postId}': {
    params: { postId: string };
    query: undefined;
    body: undefined;
    reply: T310;
    codes: T299;
    key: "none";
  };
  /** Let readers see it; complaints about it are dealt with */
  'POST /admin/reviews/{postId}/approve': {
    params: { postId: string };
    query: undefined;
    body: undefined;
    reply: T310;
    codes: T311;
    key: "accepted";
  };
  /** Keep it from readers, or hide what they have seen; the author reads the reason */
  'POST /admin/reviews/{postId}/reject': {
    params: { postId: string };
    query: undefined;
    body: { reason: string };
    reply: T310;
    codes: T311;
    key: "accepted";
  };
  /** Keep the pictures of a review from readers; the author reads the reason */
  'POST /admin/reviews/{postId}/pictures/reject': {
    params: { postId: string };
    query: undefined;
    body: { reason: string };
    reply: T310;
    codes: T311;
    key: "accepted";
  };
  /** Take away what a seller said to a review */
  'DELETE /admin/reviews/{postId}/reply': {
    params: { postId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T312;
    key: "accepted";
  };
  /** What buyers write about my goods, or ask, newest first */
  'GET /seller/reviews': {
    params: undefined;
    query: { kind?: "review" | "question"; open?: boolean; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T313[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Say something to a review of my goods, once; again says it anew */
  'PUT /seller/reviews/{reviewId}/reply': {
    params: { reviewId: string };
    query: undefined;
    body: { text: string };
    reply: null;
    codes: T304;
    key: "accepted";
  };
  /** Take back what I said to a review */
  'DELETE /seller/reviews/{reviewId}/reply': {
    params: { reviewId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T304;
    key: "accepted";
  };
  /** Send a picture for a review or a return */
  'POST /pictures': {
    params: undefined;
    query: { purpose: "review" | "return" };
    body: Blob;
    reply: { pictureId: string; url: string; width: number; height: number };
    codes: T314;
    key: "none";
  };
  /** Send a picture for products of a seller; its address goes into their images */
  'POST /seller/pictures': {
    params: undefined;
    query: { sellerId?: string };
    body: Blob;
    reply: { pictureId: string; url: string; width: number; height: number };
    codes: T315;
    key: "none";
  };
  /** A picture that I sent */
  'GET /pictures/{pictureId}/file': {
    params: { pictureId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T316;
    key: "none";
  };
  /** A picture that a buyer sent with a return to me, or one of mine */
  'GET /seller/pictures/{pictureId}/file': {
    params: { pictureId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T316;
    key: "none";
  };
  /** Any picture, for whoever looks at reviews and returns */
  'GET /admin/pictures/{pictureId}/file': {
    params: { pictureId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T316;
    key: "none";
  };
  /** Find products by words, with facets, or all of them by filters */
  'GET /search/products': {
    params: undefined;
    query: T320;
    body: undefined;
    reply: T319;
    codes: T50;
    key: "none";
  };
  /** Queries, shelves, brands and products for what is being typed */
  'GET /search/suggestions': {
    params: undefined;
    query: { q: string; currency?: string };
    body: undefined;
    reply: T321;
    codes: T75;
    key: "none";
  };
  /** All synonyms of the search */
  'GET /admin/search/synonyms': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: { synonymId: string; words: string[]; version: number }[] };
    codes: T14;
    key: "none";
  };
  /** Add a synonym to the search */
  'POST /admin/search/synonyms': {
    params: undefined;
    query: undefined;
    body: { words: string[] };
    reply: { synonymId: string; words: string[]; version: number };
    codes: T322;
    key: "accepted";
  };
  /** Change a synonym of the search */
  'PUT /admin/search/synonyms/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: { words: string[] };
    reply: { synonymId: string; words: string[]; version: number };
    codes: T323;
    key: "accepted";
  };
  /** Take a synonym out of the search */
  'DELETE /admin/search/synonyms/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T323;
    key: "accepted";
  };
  /** All boosts of the search */
  'GET /admin/search/boosts': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T324[] };
    codes: T14;
    key: "none";
  };
  /** Add a boost to the search */
  'POST /admin/search/boosts': {
    params: undefined;
    query: undefined;
    body: { kind: "brand" | "category" | "product"; key: string; points: number };
    reply: T324;
    codes: T322;
    key: "accepted";
  };
  /** Change a boost of the search */
  'PUT /admin/search/boosts/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: { kind: "brand" | "category" | "product"; key: string; points: number };
    reply: T324;
    codes: T323;
    key: "accepted";
  };
  /** Take a boost out of the search */
  'DELETE /admin/search/boosts/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T323;
    key: "accepted";
  };
  /** All pins of the search */
  'GET /admin/search/pins': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: { pinId: string; query: string; productIds: string[]; version: number }[] };
    codes: T14;
    key: "none";
  };
  /** Add a pin to the search */
  'POST /admin/search/pins': {
    params: undefined;
    query: undefined;
    body: { query: string; productIds: string[] };
    reply: { pinId: string; query: string; productIds: string[]; version: number };
    codes: T322;
    key: "accepted";
  };
  /** Change a pin of the search */
  'PUT /admin/search/pins/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: { query: string; productIds: string[] };
    reply: { pinId: string; query: string; productIds: string[]; version: number };
    codes: T323;
    key: "accepted";
  };
  /** Take a pin out of the search */
  'DELETE /admin/search/pins/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T323;
    key: "accepted";
  };
  /** What was searched for in the last days, or what of it found nothing */
  'GET /admin/search/queries': {
    params: undefined;
    query: { zero?: boolean; days?: number; limit?: number };
    body: undefined;
    reply: { data: { query: string; searches: number; zero: number }[] };
    codes: T14;
    key: "none";
  };
  /** How many documents there are, and how many products wait to be looked up */
  'GET /admin/search/state': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T325;
    codes: T14;
    key: "none";
  };
  /** What is bought together with a product, bought as well, and alike */
  'GET /products/{productId}/recommendations': {
    params: { productId: string };
    query: { currency?: string; size?: number };
    body: undefined;
    reply: { rows: ({ kind: "together" | "also" | "alike" | "best"; products: T326[] })[] };
    codes: T50;
    key: "none";
  };
  /** What was bought with several products, such as those in a cart */
  'GET /recommendations/with': {
    params: undefined;
    query: { currency?: string; size?: number; product: string[] };
    body: undefined;
    reply: { basis: "orders" | "alike" | "best"; products: T326[] };
    codes: T75;
    key: "none";
  };
  /** What sells best in 30 days: beside some products, or in the whole shop */
  'GET /recommendations/best-sellers': {
    params: undefined;
    query: { currency?: string; size?: number; near?: string[] };
    body: undefined;
    reply: { products: T326[] };
    codes: T75;
    key: "none";
  };
  /** Some products as lists show them now, in this order, for what was looked at */
  'GET /recommendations/viewed': {
    params: undefined;
    query: { currency?: string; product: string[] };
    body: undefined;
    reply: { products: T326[] };
    codes: T75;
    key: "none";
  };
  /** For one person: from what the browser looked at and, if they agreed, their orders */
  'GET /recommendations/for-you': {
    params: undefined;
    query: { currency?: string; size?: number; viewed?: string[] };
    body: undefined;
    reply: { personal: boolean; from: ("orders" | "views")[]; products: T326[] };
    codes: T75;
    key: "none";
  };
  /** Whether my orders are used for what I am recommended */
  'GET /me/recommendations': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { personal: boolean; changedAt: string | null };
    codes: T14;
    key: "none";
  };
  /** Let my orders be used for what I am recommended, or not any more */
  'PUT /me/recommendations': {
    params: undefined;
    query: undefined;
    body: { personal: boolean };
    reply: { personal: boolean; changedAt: string | null };
    codes: T15;
    key: "accepted";
  };
  /** My wishlists in the order they were made */
  'GET /wishlists': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T327[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Make a wishlist; the first one is the default */
  'POST /wishlists': {
    params: undefined;
    query: undefined;
    body: { name: string; gift?: boolean };
    reply: T327;
    codes: T328;
    key: "accepted";
  };
  /** One of my wishlists */
  'GET /wishlists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: undefined;
    reply: T327;
    codes: T329;
    key: "none";
  };
  /** Rename a wishlist, make it the default, or hide from me what was bought */
  'PATCH /wishlists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: { name?: string; gift?: boolean; isDefault?: true };
    reply: T327;
    codes: T330;
    key: "accepted";
  };
  /** Remove a wishlist with everything on it */
  'DELETE /wishlists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T330;
    key: "accepted";
  };
  /** Share a wishlist by a new link, or make it private; older links end */
  'PUT /wishlists/{listId}/share': {
    params: { listId: string };
    query: undefined;
    body: { visibility: "private" | "link" | "public" };
    reply: T327;
    codes: T330;
    key: "accepted";
  };
  /** What is on a wishlist, at the prices and stock of this moment */
  'GET /wishlists/{listId}/items': {
    params: { listId: string };
    query: { sort?: "newest" | "priority"; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T331[]; nextCursor: string | null; hasMore: boolean };
    codes: T329;
    key: "none";
  };
  /** Which of these products stand on my wishlists */
  'GET /wishlist-items': {
    params: undefined;
    query: { productIds: string };
    body: undefined;
    reply: { marks: { productId: string; variantId: string; itemId: string; listId: string }[] };
    codes: T14;
    key: "none";
  };
  /** Put a variant on a wishlist, once; without a list on the default one */
  'POST /wishlist-items': {
    params: undefined;
    query: undefined;
    body: T332;
    reply: T331;
    codes: T333;
    key: "accepted";
  };
  /** One thing on one of my wishlists */
  'GET /wishlist-items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: T331;
    codes: T334;
    key: "none";
  };
  /** Note, priority, quantities, list and alerts of a thing */
  'PATCH /wishlist-items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: T335;
    reply: T331;
    codes: T336;
    key: "accepted";
  };
  /** Take a thing off its wishlist; alerts asked for there end */
  'DELETE /wishlist-items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T337;
    key: "accepted";
  };
  /** A shared wishlist; its owner does not see what was bought of a gift list */
  'GET /wishlists/shared/{token}': {
    params: { token: string };
    query: { sort?: "newest" | "priority"; limit?: number; cursor?: string };
    body: undefined;
    reply: T339;
    codes: T340;
    key: "none";
  };
  /** Say how many of a thing I bought for its owner; 0 takes it back */
  'PUT /wishlists/shared/{token}/items/{itemId}/bought': {
    params: { token: string; itemId: string };
    query: undefined;
    body: { quantity: number };
    reply: { bought: number; mine: number };
    codes: T341;
    key: "accepted";
  };
  /** What I wait for and was told of, newest first */
  'GET /alerts': {
    params: undefined;
    query: { variantId?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T342[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Be told when a variant is back, or when something with these words appears */
  'POST /alerts': {
    params: undefined;
    query: undefined;
    body: { kind: "back"; productId: string; variantId: string } | { kind: "appears"; query: string };
    reply: T342;
    codes: T343;
    key: "accepted";
  };
  /** Wait no more */
  'DELETE /alerts/{alertId}': {
    params: { alertId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T344;
    key: "accepted";
  };
  /** Prove the address of an alert */
  'POST /alerts/confirm': {
    params: undefined;
    query: undefined;
    body: { token: string };
    reply: null;
    codes: T345;
    key: "none";
  };
  /** End the alert that a mail was about */
  'POST /alerts/stop': {
    params: undefined;
    query: undefined;
    body: { token: string };
    reply: null;
    codes: T345;
    key: "none";
  };
  /** My conversations with sellers, the last one written in first */
  'GET /messages': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T346[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Write to a seller about one of my orders or one of its products */
  'POST /messages': {
    params: undefined;
    query: undefined;
    body: { about: { orderId: string; sellerId: string } | { productId: string }; text: string };
    reply: T347;
    codes: T348;
    key: "required";
  };
  /** One of my conversations, its newest messages first */
  'GET /messages/{threadId}': {
    params: { threadId: string };
    query: { limit?: number; before?: number };
    body: undefined;
    reply: T347;
    codes: T349;
    key: "none";
  };
  /** Write into one of my conversations */
  'POST /messages/{threadId}': {
    params: { threadId: string };
    query: undefined;
    body: { text: string };
    reply: T347;
    codes: T350;
    key: "required";
  };
  /** Note how far I have read */
  'POST /messages/{threadId}/read': {
    params: { threadId: string };
    query: undefined;
    body: { seq: number };
    reply: { read: number };
    codes: T351;
    key: "accepted";
  };
  /** Conversations with buyers of my shop, the last one written in first */
  'GET /seller/messages': {
    params: undefined;
    query: { limit?: number; cursor?: string; unread?: boolean };
    body: undefined;
    reply: { data: T346[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A conversation with a buyer, its newest messages first */
  'GET /seller/messages/{threadId}': {
    params: { threadId: string };
    query: { limit?: number; before?: number };
    body: undefined;
    reply: T347;
    codes: T349;
    key: "none";
  };
  /** Answer a buyer */
  'POST /seller/messages/{threadId}': {
    params: { threadId: string };
    query: undefined;
    body: { text: string };
    reply: T347;
    codes: T350;
    key: "required";
  };
  /** Note how far my shop has read */
  'POST /seller/messages/{threadId}/read': {
    params: { threadId: string };
    query: undefined;
    body: { seq: number };
    reply: { read: number };
    codes: T351;
    key: "accepted";
  };
  /** How fast a seller answers: the median of first answers, 30 days */
  'GET /sellers/{sellerId}/response': {
    params: { sellerId: string };
    query: undefined;
    body: undefined;
    reply: { asked: number; answered: number; median_s: number | null };
    codes: T50;
    key: "none";
  };
  /** Balances of all accounts, debit positive */
  'GET /admin/ledger/accounts': {
    params: undefined;
    query: T353;
    body: undefined;
    reply: T352;
    codes: T14;
    key: "none";
  };
  /** Entries of the books, newest first: by order, account, time */
  'GET /admin/ledger/entries': {
    params: undefined;
    query: T355;
    body: undefined;
    reply: { data: T354[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Up to 100000 entries as CSV, newest first */
  'GET /admin/ledger/entries.csv': {
    params: undefined;
    query: T356;
    body: undefined;
    reply: string;
    codes: T14;
    key: "none";
  };
  /** Commission rates as they are now */
  'GET /admin/commission-rates': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T357[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Set a commission rate from now on; what is booked stays as it is */
  'POST /admin/commission-rates': {
    params: undefined;
    query: undefined;
    body: { sellerId?: string; categoryId?: string; percent: number };
    reply: null;
    codes: T129;
    key: "accepted";
  };
  /** What my shop has earned: balances and statement lines, newest first */
  'GET /seller/ledger': {
    params: undefined;
    query: { from?: string; to?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: T359;
    codes: T14;
    key: "none";
  };
  /** What I was told, newest first; of one topic, or only unread */
  'GET /notifications': {
    params: undefined;
    query: T361;
    body: undefined;
    reply: { data: T360[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** How many I have not read, among the newest 1,000, by topic */
  'GET /notifications/unread': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { unread: number; byTopic: T362[] };
    codes: T14;
    key: "none";
  };
  /** Mark one as read or unread */
  'PATCH /notifications/{notificationId}': {
    params: { notificationId: string };
    query: undefined;
    body: { read: boolean };
    reply: T360;
    codes: T363;
    key: "accepted";
  };
  /** Mark all as read, or those of a topic, up to the newest that I have seen */
  'POST /notifications/read-all': {
    params: undefined;
    query: undefined;
    body: T364;
    reply: { changed: number };
    codes: T15;
    key: "accepted";
  };
  /** What is new, as it comes */
  'GET /notifications/stream': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: string;
    codes: T365;
    key: "none";
  };
  /** What I agreed to be told and took back, the newest first; the newest 500 */
  'GET /me/consents': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T366[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** What I am told, by topic and channel, and when not */
  'GET /me/preferences': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T369;
    codes: T14;
    key: "none";
  };
  /** Change some cells of the grid, or the quiet hours; what is left out stays */
  'PATCH /me/preferences': {
    params: undefined;
    query: undefined;
    body: { grid?: T370[]; quietHours?: { from: string; to: string; timeZone: string } | null };
    reply: T369;
    codes: T371;
    key: "accepted";
  };
  /** Sagas of all rooms, newest first; by what they are about, or what is wrong with them */
  'GET /admin/ops/sagas': {
    params: undefined;
    query: T373;
    body: undefined;
    reply: { data: T372[]; nextCursor: string | null; hasMore: boolean; away: string[] };
    codes: T14;
    key: "none";
  };
  /** A saga with its steps, signals, events of all rooms and linked ids; masked */
  'GET /admin/ops/sagas/{sagaId}': {
    params: { sagaId: string };
    query: undefined;
    body: undefined;
    reply: T375;
    codes: T376;
    key: "none";
  };
  /** Make a waiting or interrupted saga go on now */
  'POST /admin/ops/sagas/{sagaId}/resume': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; status: string };
    codes: T377;
    key: "required";
  };
  /** Have a saga undo what it did, newest first; refused after the point of no return */
  'POST /admin/ops/sagas/{sagaId}/compensate': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; status: string };
    codes: T377;
    key: "required";
  };
  /** Ask for a stuck saga to be given up; a second person has 30 minutes to confirm */
  'POST /admin/ops/sagas/{sagaId}/force': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { approvalId: string; sagaId: string; askedBy: string; expiresAt: string; does: string };
    codes: T378;
    key: "required";
  };
  /** Confirm, as another person, that a stuck saga is given up */
  'POST /admin/ops/sagas/{sagaId}/force/{approvalId}/confirm': {
    params: { sagaId: string; approvalId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; status: string };
    codes: T379;
    key: "required";
  };
  /** Events on their way: by room, by consumer, and those set aside */
  'GET /admin/ops/outbox': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T380;
    codes: T14;
    key: "none";
  };
  /** Events that a consumer could not take, oldest first */
  'GET /admin/ops/dead-letters': {
    params: undefined;
    query: { room?: string; consumer?: string; eventType?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T381[]; nextCursor: string | null; hasMore: boolean; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Deliver parked events again: one, or up to 1,000 of a consumer, also by type */
  'POST /admin/ops/dead-letters/replay': {
    params: undefined;
    query: undefined;
    body: { consumer: string; eventId?: string; eventType?: string; reason: string };
    reply: { replayed: number };
    codes: T382;
    key: "required";
  };
  /** Units held for purchases, those that end first at the front */
  'GET /admin/ops/holds': {
    params: undefined;
    query: T384;
    body: undefined;
    reply: { data: T383[]; nextCursor: string | null; hasMore: boolean; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Give back the units of a hold whose purchase has ended */
  'POST /admin/ops/holds/{sagaId}/release': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; released: boolean };
    codes: T385;
    key: "required";
  };
  /** Guards around calls that leave a process, by process */
  'GET /admin/ops/breakers': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { processes: { processId: string; pid: number; breakers: T386[] }[]; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Caches in memory, by process */
  'GET /admin/ops/caches': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { processes: { processId: string; pid: number; caches: T387[] }[]; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Empty a cache in the processes that answer; it fills again by itself */
  'POST /admin/ops/caches/purge': {
    params: undefined;
    query: undefined;
    body: { name: string; reason: string };
    reply: { name: string; purged: number; away: string[] };
    codes: T388;
    key: "required";
  };
  /** Repeated upkeep by process, background jobs by task, and jobs that gave up */
  'GET /admin/ops/jobs': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T390;
    codes: T14;
    key: "none";
  };
  /** Run a repeated task now instead of at its time */
  'POST /admin/ops/jobs/run': {
    params: undefined;
    query: undefined;
    body: { name: string; reason: string };
    reply: { name: string };
    codes: T388;
    key: "required";
  };
  /** Give background jobs that gave up a new set of tries */
  'POST /admin/ops/jobs/retry': {
    params: undefined;
    query: undefined;
    body: { ids: string[]; reason: string };
    reply: { retried: number };
    codes: T391;
    key: "required";
  };
  /** What the checker of all invariants said last, newest first */
  'GET /admin/ops/invariants': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T392[] };
    codes: T14;
    key: "none";
  };
  /** Have every invariant checked now, in a process of its own */
  'POST /admin/ops/invariants/check': {
    params: undefined;
    query: undefined;
    body: { reason: string };
    reply: T392;
    codes: T393;
    key: "required";
  };
  /** What operators did, newest first: who, what, why and how it ended */
  'GET /admin/audit': {
    params: undefined;
    query: { actor?: string; target?: string; action?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T394[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Walk the chain of the audit log: is every entry as it was written? */
  'GET /admin/audit/verify': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { intact: boolean; entries: number; firstBroken: number | null };
    codes: T14;
    key: "none";
  };
  /** Breaks, newest first, with how many are open and the last run */
  'GET /admin/ops/reconciliation': {
    params: undefined;
    query: T398;
    body: undefined;
    reply: T397;
    codes: T14;
    key: "none";
  };
  /** A break with everything that was done about it */
  'GET /admin/ops/reconciliation/breaks/{breakId}': {
    params: { breakId: string };
    query: undefined;
    body: undefined;
    reply: T399;
    codes: T400;
    key: "none";
  };
  /** Runs, newest first */
  'GET /admin/ops/reconciliation/runs': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T396[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Look at everything now; gives the run that is under way where there is one */
  'POST /admin/ops/reconciliation/run': {
    params: undefined;
    query: undefined;
    body: { span?: "recent" | "full"; reason: string };
    reply: T396;
    codes: T391;
    key: "required";
  };
  /** Accept a difference as it is; it is not reported again while it is the same */
  'POST /admin/ops/reconciliation/breaks/{breakId}/accept': {
    params: { breakId: string };
    query: undefined;
    body: { reason: string };
    reply: T395;
    codes: T401;
    key: "required";
  };
  /** Look at a break again and repair it where the rule is certain */
  'POST /admin/ops/reconciliation/breaks/{breakId}/retry': {
    params: { breakId: string };
    query: undefined;
    body: { reason: string };
    reply: T395;
    codes: T401;
    key: "required";
  };
}
