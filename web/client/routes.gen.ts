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
type T64 = { toSend: { count: number; more: boolean } | null; returns: { count: number; more: boolean } | null; questions: { count: number; more: boolean } | null; messages: { count: number; more: boolean } | null; lowStock: { count: number; more: boolean } | null; withoutPicture: { count: number; more: boolean } | null; products: { count: number; more: boolean } | null };
type T65 = { code: string; name: string; values: string[]; labels?: string[]; colors?: (string | null)[] };
type T66 = { videoId: string; url: string; poster: string | null; title: string; seconds: number; captions: { locale: string; url: string }[] };
type T67 = { variantId: string; sku: string; name: string; attributes: Record<string, string>; price: number | null; salePrice: number | null; lowest30: number | null; currency: string; inStock: boolean; available: number; stock: { state: "IN_STOCK" | "LOW" | "HELD" | "OUT"; count: number | null }; weight_g: number; imageUrl: string | null };
type T68 = { productId: string; slug: string; name: string; description: string; brand: string | null; seller: { sellerId: string; name: string | null; slug: string | null }; category: { categoryId: string; name: string; slug: string; path: string } | null; breadcrumb: { categoryId: string; name: string; slug: string; path: string }[]; attributes: Record<string, string>; specs: ({ code: string; name: string; value: string; label?: string; unit: string | null })[]; highlights: string[]; highlightsLocale: string | null; options: T65[]; images: ({ imageId: string; url: string; alt: string; variantId: string | null })[]; videos: T66[]; imageUrl: string | null; rating: number; reviewCount: number; price: number | null; salePrice: number | null; lowest30: number | null; currency: string; inStock: boolean; stock: { state: "IN_STOCK" | "LOW" | "HELD" | "OUT"; count: number | null }; defaultVariantId: string | null; variantCount: number; variants: T67[]; createdAt: string; updatedAt: string };
type T69 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "product-paused" | "product-withdrawn" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T70 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: Record<string, unknown>[] };
type T71 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T70[] };
type T72 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T71[] };
type T73 = { categoryId: string; name: string; slug: string; path: string; productCount: number; children: T72[] };
type T74 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T75 = { code: string; name: string; kind: "text" | "number" | "choice"; unit: string | null; choices: string[]; labels?: string[] };
type T76 = { categoryId: string; name: string; slug: string; path: string; productCount: number; breadcrumb: { categoryId: string; name: string; slug: string; path: string }[]; children: { categoryId: string; name: string; slug: string; path: string; productCount: number }[]; attributes: T75[] };
type T77 = { data: ({ brandId: string; name: string; slug: string; logoUrl: string | null; version: number })[]; nextCursor: string | null; hasMore: boolean };
type T78 = { productId: string; slug: string; variantId: string; attributes: Record<string, string>; seller: { sellerId: string; name: string | null; slug: string | null }; price: number; delivery: { method: string; amount: number; minDays: number; maxDays: number } | null; total: number; currency: string; inStock: boolean; stock: { state: "IN_STOCK" | "LOW" | "HELD" | "OUT"; count: number | null }; reason: "best-total" | "higher-total" | "slower" | "same" | "no-delivery" | "out" };
type T79 = { productPages: ({ cursor: string | null })[]; categories: { path: string; lastmod: string }[]; sellers: { slug: string }[] };
type T80 = { data: { slug: string; lastmod: string }[]; nextCursor: string | null; hasMore: boolean };
type T81 = { variantId: string; sku: string; name: string; attributes: Record<string, string>; weight_g: number; size_mm: number[] | null; barcode: string | null; price: number | null; salePrice: number | null; currency: string; available: number };
type T82 = { productId: string; sellerId: string; slug: string; name: string; description: string; brand: string | null; categoryId: string; attributes: Record<string, string>; images: ({ imageId: string; url: string; alt: string; variantId: string | null })[]; videos: T66[]; highlights: Record<string, string[]>; taxClass: "standard" | "reduced" | "food" | "books" | "medicine" | "clothing" | "digital" | "zero"; currency: string; status: "DRAFT" | "ACTIVE" | "ARCHIVED"; visible: boolean; rating: number; reviewCount: number; version: number; createdAt: string; updatedAt: string; variants: T81[] };
type T83 = { status?: "DRAFT" | "ACTIVE" | "ARCHIVED"; categoryId?: string; sellerId?: string; q?: string; needs?: "no-picture" | "low-stock"; limit?: number; cursor?: string };
type T84 = { url: string; poster?: string | null; title?: string; seconds: number; captions?: { locale: string; url: string }[] };
type T85 = { sku: string; name?: string; attributes?: Record<string, string>; salePrice?: number | null; weight_g?: number; size_mm?: number[] | null; barcode?: string | null; price: number };
type T86 = { name: string; description: string; categoryId: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; videos?: T84[]; highlights?: Record<string, string[]>; taxClass?: "standard" | "reduced" | "food" | "books" | "medicine" | "clothing" | "digital" | "zero"; currency: string; status?: "DRAFT" | "ACTIVE"; sellerId?: string; variants: T85[] };
type T87 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T88 = { name?: string; description?: string; categoryId?: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; videos?: T84[]; highlights?: Record<string, string[]>; taxClass?: "standard" | "reduced" | "food" | "books" | "medicine" | "clothing" | "digital" | "zero"; slug?: string };
type T89 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T90 = { name: string; description: string; categoryId: string; brand?: string | null; attributes?: Record<string, string>; images?: ({ url: string; alt?: string; variantId?: string | null })[]; videos?: T84[]; highlights?: Record<string, string[]>; taxClass?: "standard" | "reduced" | "food" | "books" | "medicine" | "clothing" | "digital" | "zero"; slug?: string };
type T91 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T92 = { sku?: string; name?: string; attributes?: Record<string, string>; salePrice?: number | null; weight_g?: number; size_mm?: number[] | null; barcode?: string | null; price?: number };
type T93 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T94 = "amount-precision" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "sku-taken" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-limit";
type T95 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "product-status-not-allowed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T96 = { categoryId: string; parentId: string | null; name: string; names: Record<string, string>; slug: string; path: string; depth: number; externalId: string | null; version: number };
type T97 = "category-cycle" | "category-not-empty" | "category-too-deep" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T98 = { name?: string; names?: Record<string, string>; slug?: string; parentId?: string | null };
type T99 = "category-cycle" | "category-not-empty" | "category-too-deep" | "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T100 = "brand-in-use" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T101 = "brand-in-use" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T102 = { attributeId: string; categoryId: string | null; code: string; name: string; names: Record<string, string>; valueNames: Record<string, Record<string, string>>; colors: Record<string, string>; kind: "text" | "number" | "choice"; unit: string | null; choices: string[]; required: boolean; filterable: boolean; version: number };
type T103 = { name: string; names?: Record<string, string>; valueNames?: Record<string, Record<string, string>>; colors?: Record<string, string>; kind: "text" | "number" | "choice"; unit?: string | null; choices?: string[]; required?: boolean; filterable?: boolean; code: string; categoryId?: string | null };
type T104 = "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T105 = { name?: string; names?: Record<string, string>; valueNames?: Record<string, Record<string, string>>; colors?: Record<string, string>; kind?: "text" | "number" | "choice"; unit?: string | null; choices?: string[]; required?: boolean; filterable?: boolean };
type T106 = "category-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "slug-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T107 = { map?: string; sellerId?: string; currency?: string; createCategories?: boolean; dryRun?: boolean; delimiter?: "," | ";" | "\t" };
type T108 = "database-unavailable" | "import-mapping-invalid" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T109 = { importId: string; sellerId: string; source: string; format: string; dryRun: boolean; state: "RUNNING" | "DONE" | "FAILED"; reason: string | null; rowDone: number; created: number; updated: number; unchanged: number; failed: number; runs: number; startedAt: string; updatedAt: string; finishedAt: string | null };
type T110 = "database-unavailable" | "import-mapping-invalid" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T111 = { seq: number; line: number; column: string; field: string; code: string; expected: string; got: string };
type T112 = { importId: string; sellerId: string; source: string; format: string; dryRun: boolean; state: "RUNNING" | "DONE" | "FAILED"; reason: string | null; rowDone: number; created: number; updated: number; unchanged: number; failed: number; runs: number; startedAt: string; updatedAt: string; finishedAt: string | null; errors: T111[]; nextCursor: number | null; hasMore: boolean };
type T113 = { prices: ({ variantId: string; currency: string; price: number; salePrice?: number | null })[] };
type T114 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sale-above-base" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T115 = { variantId: string; currency: string; price: number; salePrice: number | null; version: number };
type T116 = "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T117 = "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T118 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; stage?: "PROMOTION" | "MEMBER"; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; firstOrder?: boolean; usesMax?: number | null; budgets?: { currency: string; amount: number }[]; returnsWhenCancelled?: boolean; exclusive?: boolean; group?: string | null; priority?: number; promotionId: string; enabled: boolean; status: "off" | "scheduled" | "running" | "over" | "used-up"; used: { uses: number; budgets: { currency: string; amount: number }[] } | null; sentence: string; version: number; createdBy: string; createdAt: string; updatedAt: string };
type T119 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; stage?: "PROMOTION" | "MEMBER"; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; firstOrder?: boolean; usesMax?: number | null; budgets?: { currency: string; amount: number }[]; returnsWhenCancelled?: boolean; exclusive?: boolean; group?: string | null; priority?: number };
type T120 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-promotions" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T121 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-promotions" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T122 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T123 = { stage: string; lineNo: number | null; promotionId: string | null; name: string; amount: number };
type T124 = { couponId: string; code: string; name: string; reason: "not-yet" | "over" | "used-up" | "used-by-you" | "account-needed" | "members" | "currency" | "place" | "not-now" | "too-few" | "too-little" | "no-line" | "not-with-others" | "nothing-to-take" | null };
type T125 = { at: string; unsure: ("price" | "stock" | "demand" | "competitor" | "day-before" | "customer")[]; subtotal: number; discount: number; total: number; freeShipping: boolean; steps: T123[]; passed: { promotionId: string; why: string }[]; coupon: T124 | null };
type T126 = { currency: string; lines: { variantId: string; quantity: number }[]; country: string; state?: string; at?: string; draft?: T119; coupon?: string; userId?: string };
type T127 = "amount-precision" | "coupon-not-found" | "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T128 = { variantId: string; quantity?: number; currency: string; country: string; state?: string; at?: string; coupon?: string; userId?: string };
type T129 = "amount-precision" | "coupon-not-found" | "currency-unknown" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "price-missing" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T130 = { promotionId: string; name: string; kind: "percent" | "amount" | "free-shipping" | "other"; value: number | null; everything: boolean; productId: string | null; startsAt: string | null; endsAt: string; endsIn_s: number };
type T131 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "match"; under: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; stock?: { min?: number | null; max?: number | null } | null; demand?: { min?: number | null; max?: number | null } | null; floorPercent?: number; ceilingPercent?: number; dailyChangePercent?: number | null; priority?: number; ruleId: string; enabled: boolean; status: "off" | "scheduled" | "running" | "over"; moves: "public-price" | "personal-price"; sentence: string; broken: string | null; version: number; createdBy: string; createdAt: string; updatedAt: string };
type T132 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "match"; under: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; stock?: { min?: number | null; max?: number | null } | null; demand?: { min?: number | null; max?: number | null } | null; floorPercent?: number; ceilingPercent?: number; dailyChangePercent?: number | null; priority?: number };
type T133 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-rules" | "unsupported-media-type" | "validation-failed";
type T134 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-rules" | "unsupported-media-type" | "validation-failed";
type T135 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T136 = { variantId: string; currency: string; price: number; source: string; productName: string | null; variantName: string | null; seenAt: string; counts: boolean };
type T137 = { name: string; countries?: string[]; listId: string; enabled: boolean; version: number; members: number; prices: number; nextChange: string | null; createdAt: string; updatedAt: string };
type T138 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-lists" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T139 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-lists" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T140 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "list-in-use" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T141 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T142 = { data: ({ userId: string; name: string | null; email: string | null; addedAt: string })[]; nextCursor: string | null; hasMore: boolean };
type T143 = { variantId: string; currency: string; price: number; from?: string | null; until?: string | null; scheduleId: string; kind: "base" | "sale" | "list"; status: "scheduled" | "running"; sellerId: string; productName: string | null; variantName: string | null; ordinary: number | null };
type T144 = { variantId: string; currency: string; price: number; from?: string | null; until?: string | null; scheduleId: string; kind: "base" | "sale" | "list"; status: "scheduled" | "running"; sellerId: string };
type T145 = { variantId: string; currency: string; price: number; from?: string | null; until?: string | null };
type T146 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "request-in-progress" | "room-unavailable" | "sale-above-base" | "timeout" | "too-many-requests" | "too-many-schedules" | "unsupported-media-type" | "validation-failed";
type T147 = { variantId: string; currency: string; price: number; from?: string | null; until?: string | null; kind: "base" | "sale" };
type T148 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "request-in-progress" | "room-unavailable" | "sale-above-base" | "timeout" | "too-many-requests" | "too-many-schedules" | "unsupported-media-type" | "validation-failed";
type T149 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T150 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; usesMax?: number | null; returnsWhenCancelled?: boolean; exclusive?: boolean; group?: string | null; priority?: number; enabled: boolean; sentence: string; createdBy: string; createdAt: string; updatedAt: string; usesPerPerson?: number | null; usesPerCode?: number | null; budget?: number | null; accountsOnly?: boolean; returnsWhenRefunded?: boolean; couponId: string; status: "off" | "scheduled" | "running" | "over"; held: number; used: number; spent: number | null; version: number };
type T151 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; usesMax?: number | null; returnsWhenCancelled?: boolean; exclusive?: boolean; group?: string | null; priority?: number; usesPerPerson?: number | null; usesPerCode?: number | null; budget?: number | null; accountsOnly?: boolean; returnsWhenRefunded?: boolean; code?: string };
type T152 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T153 = { name: string; currency?: string; effect: { kind: "percent"; percent: number } | { kind: "amount"; amount: number } | { kind: "fixed-price"; price: number } | { kind: "buy-get"; buy: number; get: number; percent: number } | { kind: "bundle"; parts: { productId: string; quantity: number }[]; price: number } | { kind: "tiered"; tiers: { quantity: number; percent: number }[] } | { kind: "free-shipping" } | { kind: "gift"; variantId: string; quantity: number }; productIds?: string[]; categoryIds?: string[]; brands?: string[]; sellerIds?: string[]; segments?: string[]; places?: string[]; startsAt?: string | null; endsAt?: string | null; hours?: { from: number; to: number; weekdays: number[] } | null; quantityMin?: number; subtotalMin?: number | null; usesMax?: number | null; returnsWhenCancelled?: boolean; exclusive?: boolean; group?: string | null; priority?: number; usesPerPerson?: number | null; usesPerCode?: number | null; budget?: number | null; accountsOnly?: boolean; returnsWhenRefunded?: boolean };
type T154 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T155 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T156 = { data: { batchId: string; wanted: number; made: number; createdAt: string }[]; nextCursor: string | null; hasMore: boolean };
type T157 = { country: string; state: string; zipFrom: string; zipTo: string; taxClass: string; name: string; ratePercent: number; taxesShipping: boolean; since: string };
type T158 = { country: string; state?: string; zipFrom?: string; zipTo?: string; taxClass?: "standard" | "reduced" | "food" | "books" | "medicine" | "clothing" | "digital" | "zero"; name: string; ratePercent: number; taxesShipping: boolean; since?: string };
type T159 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "tax-rate-not-valid" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T160 = { country: string; state?: string; zipFrom?: string; taxClass?: "standard" | "reduced" | "food" | "books" | "medicine" | "clothing" | "digital" | "zero"; name: string; since: string };
type T161 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "tax-rate-not-valid" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T162 = { country: string; pricesInclude: boolean; rounding: "document" | "line"; scheme: "plain" | "gst-in"; originState: string | null; reverseCharge: boolean };
type T163 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T164 = { exemptionId: string; userId: string; kind: string; number: string; country: string; state: string; validFrom: string; validUntil: string | null };
type T165 = { userId: string; kind: "certificate" | "vat-id"; number: string; country: string; state?: string; validFrom: string; validUntil?: string | null };
type T166 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T167 = { currency: string; base: string; rate: number; since: string; until: string; step: number; less: number; source: string; state: "to-come" | "current" | "replaced" | "ended"; applied: boolean };
type T168 = { currency: string; base: string; rate: number; since: string; until: string; step: number; less: number; source: string };
type T169 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T170 = { data: { currency: string; base: string; decimals: number; offered: boolean; until: string }[] };
type T171 = { currency: string; orders: number; touched: number; before: number; after: number; change: number };
type T172 = { orderId: string; orderNumber: string; createdAt: string; currency: string; before: number; after: number; change: number };
type T173 = { simulationId: string; state: "RUNNING" | "DONE" | "FAILED"; from: string; until: string; looked: number; max: number; complete: boolean; oldest: string | null; unknown: number; totals: T171[]; examples: T172[] };
type T174 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-simulations" | "unsupported-media-type" | "validation-failed";
type T175 = { lineNo: number; variantId: string; name: string; quantity: number; unitPrice: number; total: number; discount: number; tax: number; steps: ({ stage: string; promotionId: string | null; name: string; amount: number })[] };
type T176 = { orderId: string; orderNumber: string; createdAt: string; currency: string; lines: T175[]; exact: boolean; discounts: ({ promotionId: string; name: string; amount: number; code: string | null })[]; subtotal: number; discount: number; shipping: number; tax: number; total: number };
type T177 = { variantId: string; warehouseId: string; delta: number; reason: "receipt" | "correction" | "damage" | "loss" | "return" | "count" | "transfer" | "import" | "demo" };
type T178 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "warehouse-not-found";
type T179 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "stock-too-low" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "warehouse-not-found";
type T180 = { variantId: string; warehouseId: string; productId: string; onHand: number; reserved: number; available: number; lowAt: number };
type T181 = { warehouseId: string; name: string; country: string; state: string | null; latitude: number; longitude: number };
type T182 = { method: string; name: string; amount: number; currency: string; minDays: number; maxDays: number; freeOver: number | null; arrivesFrom: string; arrivesTo: string };
type T183 = { country: string; state?: string; postalCode?: string; weightGrams?: number; subtotal?: number; currency?: string };
type T184 = "amount-precision" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "shipping-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T185 = { placeId: string; name: string; line1: string; line2: string | null; city: string; state: string | null; postalCode: string; country: string; opening: string; minDays: number; maxDays: number; arrivesFrom: string; arrivesTo: string };
type T186 = { zone: string; name: string; countries: string[]; timeZone: string; cutoff: string | null; restDays: number[]; holidays: { day: string; name: string }[]; version: number };
type T187 = { name: string; countries: string[]; timeZone: string; cutoff: string | null; restDays: number[]; holidays: { day: string; name: string }[] };
type T188 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-zones" | "unsupported-media-type" | "validation-failed";
type T189 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "shipping-in-use" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T190 = { zone: string; method: "STANDARD" | "EXPRESS"; currency: string; name: string; base: number; perKg: number; freeOver: number | null; maxWeightGrams: number; minDays: number; maxDays: number; tiers: { upToGrams: number; amount: number }[] | null; sizes?: { overMillimetres: number; amount: number }[] | null; carrier?: string | null; version: number };
type T191 = { zone: string; method: "STANDARD" | "EXPRESS"; currency: string; name: string; base: number; perKg: number; freeOver: number | null; maxWeightGrams: number; minDays: number; maxDays: number; tiers: { upToGrams: number; amount: number }[] | null; sizes?: { overMillimetres: number; amount: number }[] | null; carrier?: string | null };
type T192 = "amount-precision" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T193 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T194 = { carrier: string; name: string; divisor: number | null; maxLengthMillimetres: number | null; maxGirthMillimetres: number | null; version: number; rates: number };
type T195 = { carrier: string; name: string; divisor: number | null; maxLengthMillimetres: number | null; maxGirthMillimetres: number | null; version: number };
type T196 = { name: string; divisor: number | null; maxLengthMillimetres: number | null; maxGirthMillimetres: number | null };
type T197 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T198 = { timeZone: string; cutoff: string | null; restDays: number[]; holidays: { day: string; name: string }[]; version: number };
type T199 = { timeZone: string; cutoff: string | null; restDays: number[]; holidays: { day: string; name: string }[] };
type T200 = { placeId: string; name: string; line1: string; line2: string | null; city: string; state: string | null; postalCode: string; country: string; opening: string; minDays: number; maxDays: number; active: boolean; maxWeightGrams: number; maxLengthMillimetres: number | null; version: number };
type T201 = { name: string; line1: string; line2: string | null; city: string; state: string | null; postalCode: string; country: string; opening: string; minDays: number; maxDays: number; active: boolean; maxWeightGrams: number; maxLengthMillimetres: number | null };
type T202 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-pickup-places" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T203 = { itemId: string; productId: string; variantId: string; sellerId: string; sku: string; name: string; imageUrl: string | null; quantity: number; unitPrice: number; lineTotal: number; available: number | null; inStock: boolean | null; notices: string[] };
type T204 = { code: string; name: string; reason: "not-yet" | "over" | "used-up" | "used-by-you" | "account-needed" | "members" | "currency" | "place" | "not-now" | "too-few" | "too-little" | "no-line" | "not-with-others" | "nothing-to-take" | null; startsAt: string | null; endsAt: string | null; least: number | null; leastUnits: number; freeShipping: boolean; discounts: { name: string; amount: number; code?: string }[] };
type T205 = { cartId: string | null; items: T203[]; subtotal: number; itemCount: number; weight_g: number; currency: string; discount: number; discounts: { name: string; amount: number; code?: string }[]; freeShipping: boolean; coupon: T204 | null; changes: T4[]; unconfirmed: string[] };
type T206 = "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "line-limit" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "quantity-limit" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "variant-not-sellable";
type T207 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "precondition-failed" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T208 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T209 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T210 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T211 = "cart-empty" | "cart-not-found" | "coupon-not-found" | "coupon-not-valid" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T212 = "cart-not-found" | "coupon-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T213 = { itemId: string; productId: string; variantId: string; sellerId: string; sku: string; name: string; imageUrl: string | null; quantity: number; currency: string; savedPrice: number; unitPrice: number | null; available: number | null; inStock: boolean | null; sellable: boolean; savedAt: string; notices: string[] };
type T214 = "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T215 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saved-limit" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T216 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "line-limit" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "quantity-limit" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "variant-not-sellable";
type T217 = "cart-item-not-found" | "cart-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T218 = { sellerId: string | null; itemIds: string[]; shipping: number; arrivesFrom: string; arrivesTo: string };
type T219 = { method: string; name: string; shipping: number; freeOver: number | null; tax: number | null; includedTax: number; total: number; minDays: number; maxDays: number; arrivesFrom: string; arrivesTo: string; parcels: T218[] };
type T220 = "cart-empty" | "cart-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "shipping-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T221 = "cart-not-found" | "conflict" | "currency-unknown" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "price-missing" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T222 = { cardId: string; code: string; last4: string; amount: number; currency: string; expiresAt: string | null };
type T223 = "amount-precision" | "conflict" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T224 = { cardId: string; last4: string; currency: string; amount: number; balance: number; available: number; expiresAt: string | null; issuedBy: string; note: string | null; createdAt: string };
type T225 = "amount-precision" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T226 = "database-unavailable" | "gift-card-expired" | "gift-card-not-found" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T227 = "credit-too-low" | "database-unavailable" | "gift-card-expired" | "gift-card-not-found" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T228 = { movementId: string; kind: string; amount: number; currency: string; checkoutId: string | null; reason: string | null; at: string };
type T229 = { accounts: { currency: string; balance: number; available: number }[]; data: T228[]; nextCursor: string | null; hasMore: boolean };
type T230 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "unsupported-media-type" | "validation-failed" | "webhook-refused";
type T231 = { methodId: string; method: "CARD" | "PAYPAL" | "UPI" | "COD"; brand: string; last4: string; expiryMonth: number | null; expiryYear: number | null; isDefault: boolean; createdAt: string; lastUsedAt: string };
type T232 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-method-not-found" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T233 = { methods: ({ method: "CARD" | "PAYPAL" | "UPI" | "COD"; failing: boolean })[]; cardFields: { gateway: "stripe"; publicKey: string; script: string } | null };
type T234 = { gateway: string; disputeId: string; amount: number; currency: string; reason: string; status: string; won: boolean | null; taken: boolean; fee: number; feeCurrency: string | null; at: string; changedAt: string; paymentId: string; checkoutId: string };
type T235 = { paymentId: string; checkoutId: string; userId: string; attempt: number; method: string; gateway: string; status: string; amount: number; captured: number; refunded: number; covered: number; currency: string; gatewayTransactionId: string | null; declineCode: string | null; declineClass: string | null; createdAt: string };
type T236 = { checkoutId?: string; status?: "INITIATED" | "PENDING" | "ACTION" | "AUTHORIZED" | "CAPTURED" | "ACCEPTED" | "FAILED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED"; limit?: number; cursor?: string };
type T237 = { refundId: string; amount: number; covered: number; status: string; waitsFor: string | null; waitsSince: string | null; reason: string; orderId: string | null; createdAt: string };
type T238 = { gateway: string; disputeId: string; amount: number; currency: string; reason: string; status: string; won: boolean | null; taken: boolean; fee: number; feeCurrency: string | null; at: string; changedAt: string };
type T239 = { paymentId: string; checkoutId: string; userId: string; attempt: number; method: string; gateway: string; status: string; amount: number; captured: number; refunded: number; covered: number; currency: string; gatewayTransactionId: string | null; declineCode: string | null; declineClass: string | null; createdAt: string; refunds: T237[]; journal: { txnId: string; account: string; amount: number; at: string }[]; turns: { turn: number; gateway: string; reason: string; at: string }[]; chargebacks: T238[]; breaks: ({ kind: string; detail: unknown; createdAt: string; resolvedAt: string | null })[] };
type T240 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payment-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T241 = { productId: string; variantId: string; name: string; imageUrl: string | null; quantity: number };
type T242 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; total: number; itemCount: number; createdAt: string; items: T241[] };
type T243 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; from?: string; to?: string; sellerId?: string; search?: string };
type T244 = { lineNo: number; variantId: string; productId: string; name: string; sku: string | null; imageUrl: string | null; quantity: number; shippedQuantity: number; status: string; unitPrice: number; discount: number; total: number; includedTax: number; sellerId: string };
type T245 = { name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string };
type T246 = { shipmentId: string; sellerId: string; carrier: string; trackingNumber: string; items: { lineNo: number; quantity: number }[]; shippedAt: string };
type T247 = { shipmentId: string | null; sellerId: string; carrier: string | null; trackingNumber: string | null; items: { lineNo: number; quantity: number }[]; from: ({ warehouseId: string; name: string; country: string; state: string | null })[]; shippedAt: string | null; expectedFrom: string | null; expectedTo: string | null; late: boolean; arrivedAt: string | null };
type T248 = { refundId: string; amount: number; reason: string; status: string; covered: number; waitsFor: string | null; needsAttention: boolean; createdAt: string; doneAt: string | null; expectedBy: string | null };
type T249 = { state: string; currency: string; total: number; paid: number; refunded: number; refunding: number; covered: number; refundDue: number; refunds: T248[] };
type T250 = { paymentId: string; method: string; status: string; amount: number; refunded: number; currency: string; createdAt: string };
type T251 = { status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; at: string; by: string; reason: string | null };
type T252 = { at: string; by: string; reason: string; items: { lineNo: number; name: string; quantity: number }[] };
type T253 = { returnId: string; returnNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; units: number; createdAt: string };
type T254 = { orderId: string; orderNumber: string; checkoutId: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; items: T244[]; subtotal: number; discount: number; shipping: number; tax: number; includedTax: number; total: number; cancelledTotal: number; shippingMethod: string; shippingAddress: T245; billingAddress: T245; shipments: T246[]; deliveries: T247[]; money: T249 | null; payments: T250[] | null; timeline: T251[]; cancellations: T252[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; returnUntil: string | null; returns: T253[]; version: number; createdAt: string };
type T255 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T256 = { lines?: number[]; reason?: "changed-mind" | "ordered-by-mistake" | "found-cheaper" | "takes-too-long" | "other" };
type T257 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-cancellable" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T258 = { whole: boolean; currency: string; goods: number; discount: number; tax: number; shipping: number; total: number };
type T259 = "database-unavailable" | "internal-error" | "line-not-cancellable" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T260 = "address-not-changeable" | "address-not-found" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T261 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T262 = { variantId: string; productId: string; sellerId: string; name: string; imageUrl: string | null; quantity: number; sold: boolean; reason: string | null; available: number | null };
type T263 = { state: string; currency: string; total: number; paid: number; refunded: number; refunding: number; covered: number; refundDue: number };
type T264 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentStatus: string; currency: string; items: T244[]; subtotal: number; discount: number; shipping: number; tax: number; includedTax: number; total: number; cancelledTotal: number; shippingMethod: string; shipTo: { city: string; state: string | null; postalPrefix: string; country: string }; deliveries: T247[]; money: T263 | null; timeline: T251[]; cancellations: T252[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; returnUntil: string | null; returns: T253[]; version: number; createdAt: string };
type T265 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T266 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T267 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T268 = "database-unavailable" | "internal-error" | "invoice-not-available" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T269 = "database-unavailable" | "internal-error" | "invoice-not-available" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "refund-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T270 = "database-unavailable" | "internal-error" | "invoice-not-available" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T271 = { number: string; orderId: string; orderNumber: string; refundId: string | null; currency: string; total: number; tax: number; issuedAt: string };
type T272 = { lineNo: number; variantId: string; productId: string; name: string; sku: string | null; imageUrl: string | null; quantity: number; shippedQuantity: number; status: string; unitPrice: number; discount: number; total: number; includedTax: number; sellerId: string; warehouseIds: string[] };
type T273 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; currency: string; shippingMethod: string; createdAt: string; items: T272[]; itemsTotal: number; country: string };
type T274 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; toSend?: boolean };
type T275 = { name: string | null; line1: string | null; line2: string | null; city: string; state: string | null; postalCode: string | null; country: string; phone: string | null };
type T276 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; currency: string; shippingMethod: string; createdAt: string; items: T272[]; itemsTotal: number; shipTo: T275; shipments: T246[]; timeline: T251[] };
type T277 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T278 = { carrier: string; trackingNumber: string; items?: { lineNo: number; quantity: number }[] };
type T279 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-already-shipped" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T280 = { orderId: string; orderNumber: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; total: number; itemCount: number; createdAt: string; items: T241[]; userId: string };
type T281 = { limit?: number; cursor?: string; status?: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; userId?: string; orderNumber?: string };
type T282 = { status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; at: string; by: string; reason: string | null; dispute: string | null };
type T283 = { paymentId: string; disputeId: string; gateway: string; amount: number; currency: string; reason: string; status: string; won: boolean | null; at: string; changedAt: string };
type T284 = { orderId: string; orderNumber: string; checkoutId: string; status: "PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED"; paymentMethod: string; paymentStatus: string; currency: string; items: T244[]; subtotal: number; discount: number; shipping: number; tax: number; includedTax: number; total: number; cancelledTotal: number; shippingMethod: string; shippingAddress: T245; billingAddress: T245; shipments: T246[]; deliveries: T247[]; money: T249 | null; payments: T250[] | null; timeline: T282[]; cancellations: T252[]; actions: ({ action: string; allowed: boolean; reason: string | null })[]; returnUntil: string | null; returns: T253[]; version: number; createdAt: string; disputes: T283[] | null; userId: string; cartId: string; quoteId: string; paymentId: string; sagaId: string; nextStatuses: ("PENDING" | "CONFIRMED" | "FAILED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "RETURNED" | "REFUNDED")[] };
type T285 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-cancellable" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-cancellable" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T286 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "order-status-conflict" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T287 = { variantId: string; productId: string; name: string; imageUrl: string | null; weight_g: number; quantity: number; price: number; ordinaryPrice: number; held: number; sold: number };
type T288 = { saleId: string; name: string; rules: string; state: "DRAFT" | "ANNOUNCED" | "PRE_QUEUE" | "DRAW" | "RUNNING" | "PAUSED" | "SOLD_OUT" | "ENDED"; currency: string; preQueueAt: string; startsAt: string; endsAt: string; claimSeconds: number; tokenSeconds: number; checkoutSeconds: number; perPerson: number; perAddress: number; ratePerMinute: number; seedHash: string; allocation: number; held: number; sold: number; tickets: number; released: number; items: T287[] };
type T289 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "sale-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T290 = { saleId: string; state: "DRAFT" | "ANNOUNCED" | "PRE_QUEUE" | "DRAW" | "RUNNING" | "PAUSED" | "SOLD_OUT" | "ENDED"; version: number; preQueueAt: string; startsAt: string; endsAt: string; seedHash: string; draw: { seed: string; people: number } | null; tickets: number; released: number; ratePerMinute: number; measuredPerMinute: number | null; allocation: number; sold: number; held: number; message: { text: string; at: string } | null; refresh_s: number; serverTime: string };
type T291 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "sale-not-found" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T292 = { saleId: string; state: string; seedHash: string; seed: string | null; people: number | null; method: string; tickets: number; released: number; allocation: number; sold: number; held: number; returned: number };
type T293 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "sale-closed" | "sale-identity-needed" | "sale-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T294 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "sale-identity-needed" | "sale-not-found" | "ticket-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T295 = { tokenId: string; saleId: string; variantId: string; quantity: number; price: number; currency: string; state: "HELD" | "TAKEN" | "SOLD" | "RETURNED"; expiresAt: string; serverTime: string };
type T296 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "sale-closed" | "sale-identity-needed" | "sale-item-not-found" | "sale-not-found" | "sale-not-yet" | "sale-quantity-limit" | "sale-sold-out" | "sale-turn-over" | "ticket-not-found" | "ticket-not-valid" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T297 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "sale-identity-needed" | "sale-not-found" | "sale-token-not-valid" | "ticket-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T298 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sale-identity-needed" | "sale-not-found" | "sale-token-not-valid" | "ticket-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T299 = { saleId: string; name: string; rules: string; state: "DRAFT" | "ANNOUNCED" | "PRE_QUEUE" | "DRAW" | "RUNNING" | "PAUSED" | "SOLD_OUT" | "ENDED"; currency: string; preQueueAt: string; startsAt: string; endsAt: string; claimSeconds: number; tokenSeconds: number; checkoutSeconds: number; perPerson: number; perAddress: number; ratePerMinute: number; seedHash: string; allocation: number; held: number; sold: number; tickets: number; released: number; items: T287[]; version: number; moving: string | null; message: { text: string; at: string } | null };
type T300 = { name: string; rules: string; currency: string; preQueueAt: string; startsAt: string; endsAt: string; ratePerMinute?: number; claimSeconds?: number; tokenSeconds?: number; checkoutSeconds?: number; perPerson?: number; perAddress?: number; items: { variantId: string; quantity: number; price: number }[] };
type T301 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sale-plan-not-valid" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T302 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "sale-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T303 = "amount-precision" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "sale-not-found" | "sale-plan-not-valid" | "sale-state" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T304 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "sale-item-taken" | "sale-not-found" | "sale-plan-not-valid" | "sale-state" | "stock-too-low" | "timeout" | "too-many-requests" | "too-many-sales" | "unsupported-media-type" | "validation-failed";
type T305 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "sale-not-found" | "sale-not-ready" | "sale-state" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T306 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "sale-not-found" | "sale-state" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T307 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "sale-not-found" | "sale-plan-not-valid" | "sale-state" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T308 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sale-not-found" | "sale-state" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T309 = { people: number; units: number; sold: number; returned: number; complete: boolean; took_ms: number; commit_ms: number; joins: { perSecond: number; batches: number; p50_ms: number; p99_ms: number }; claims: { perSecond: number; batches: number; p50_ms: number; p99_ms: number }; draw_ms: number; neededPerSecond: number; holdsPace: boolean; wrong: string[] };
type T310 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "rehearsal-running" | "request-in-progress" | "room-unavailable" | "sale-not-found" | "sale-state" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T311 = { eventId: string; slug: string; name: string; summary: string; category: string; imageUrl: string | null; ageMin: number | null; organiser: { sellerId: string; name: string; slug: string }; venue: { name: string; city: string; country: string }; startsAt: string | null; zone: string; sessions: number; currency: string; priceFrom: number | null; availability: "available" | "few-left" | "sold-out" | "not-open" | "over"; left: number };
type T312 = { limit?: number; cursor?: string; q?: string; category?: string; city?: string; sellerId?: string; until?: string };
type T313 = { venueId: string; name: string; line1: string; city: string; state: string | null; postalCode: string; country: string; latitude: number | null; longitude: number | null; zone: string };
type T314 = { typeId: string; name: string; description: string; price: number; fee: number; perBooking: number; seated: boolean; sections: string[] };
type T315 = { typeId: string; left: number; availability: "available" | "few-left" | "sold-out" | "not-open" | "over"; waiting: number };
type T316 = { sessionId: string; startsAt: string; endsAt: string; doorsAt: string | null; zone: string; state: "SCHEDULED" | "CANCELLED"; movedFrom: string | null; availability: "available" | "few-left" | "sold-out" | "not-open" | "over"; left: number; ticketTypes: T315[] };
type T317 = { eventId: string; slug: string; name: string; summary: string; category: string; imageUrl: string | null; ageMin: number | null; organiser: { sellerId: string; name: string; slug: string }; venue: T313; startsAt: string | null; zone: string; sessions: number; currency: string; priceFrom: number | null; availability: "available" | "few-left" | "sold-out" | "not-open" | "over"; left: number; description: string; state: "DRAFT" | "PUBLISHED" | "CANCELLED"; salesFrom: string | null; refundRules: { hoursBefore: number; percent: number }[]; ticketTypes: T314[]; sessionList: T316[]; version: number; serverTime: string };
type T318 = "database-unavailable" | "event-not-found" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T319 = { seat: string; typeId: string; section: string; row: string; number: number; state: "free" | "held" | "sold" | "mine" };
type T320 = "database-unavailable" | "event-not-found" | "event-session-not-found" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T321 = { eventId: string; slug: string; name: string; imageUrl: string | null; organiser: string; venue: { name: string; line1: string; city: string; country: string } };
type T322 = { sessionId: string; startsAt: string; endsAt: string; doorsAt: string | null; zone: string; state: "SCHEDULED" | "CANCELLED"; movedFrom: string | null };
type T323 = { typeId: string; name: string; quantity: number; unitPrice: number; fee: number; seats: string[] };
type T324 = { method: string | null; state: string | null; actionUrl: string | null; paid: number; refundDue: number; refunded: number };
type T325 = { bookingId: string; state: "HELD" | "PENDING" | "CONFIRMED" | "CANCELLED"; reason: string | null; event: T321; session: T322; items: T323[]; quantity: number; total: number; currency: string; attendee: { name: string; email?: string } | null; fromWaitlist: boolean; expiresAt: string | null; serverTime: string; payment: T324; canPay: boolean; canCancel: boolean; refundNow: { amount: number; percent: number }; version: number; createdAt: string; confirmedAt: string | null; cancelledAt: string | null };
type T326 = { sessionId: string; items: { typeId: string; quantity: number; seats?: string[] }[]; attendee?: { name: string; email?: string }; payment?: { paymentMethod: "CARD" | "PAYPAL" | "UPI"; paymentToken: string } };
type T327 = "booking-limit" | "booking-not-found" | "database-unavailable" | "event-session-cancelled" | "event-session-not-found" | "event-session-over" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-method-unavailable" | "request-in-progress" | "room-unavailable" | "sales-not-open" | "seat-not-found" | "seat-taken" | "ticket-type-not-found" | "tickets-sold-out" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T328 = "booking-not-found" | "booking-version-ahead" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T329 = { no: number; room: string; type: string; eventId: string; lamport: number; clock: { booking: number; payments: number; notifications: number }; relation: "own" | "after" | "before" | "concurrent"; concurrentWith: number[]; did: string; at: string };
type T330 = { bookingId: string; clock: { booking: number; payments: number; notifications: number }; events: T329[] };
type T331 = "booking-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T332 = { attendee?: { name: string; email?: string }; paymentMethod?: "CARD" | "PAYPAL" | "UPI"; paymentToken?: string };
type T333 = "booking-hold-over" | "booking-not-found" | "booking-state" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-method-unavailable" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T334 = "booking-not-found" | "booking-not-refundable" | "booking-state" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T335 = { ticketId: string; typeId: string; typeName: string; seat: string | null; state: "VALID" | "VOID" | "HANDED_ON"; code: string; qr: string; walletUrl: string | null; hasPass: boolean; checkedInAt: string | null; canHandOver: boolean; handOver: { handOverId: string; to: string | null; expiresAt: string } | null };
type T336 = { entryId: string; sessionId: string; typeId: string; typeName: string; quantity: number; state: "WAITING" | "OFFERED" | "LEFT"; ahead: number; bookingId: string | null; event: { slug: string; name: string }; startsAt: string; zone: string; createdAt: string };
type T337 = "booking-limit" | "database-unavailable" | "event-not-found" | "event-session-cancelled" | "event-session-not-found" | "event-session-over" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "ticket-type-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "waitlist-entry-not-found" | "waitlist-not-needed";
type T338 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "waitlist-entry-not-found";
type T339 = { ticketId: string; state: "VALID" | "VOID" | "HANDED_ON"; canHandOver: boolean; handOver: { handOverId: string; to: string | null; expiresAt: string } | null };
type T340 = "database-unavailable" | "event-ticket-not-found" | "hand-over-closed" | "hand-over-limit" | "hand-over-open" | "hand-over-own" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "ticket-handed-on" | "ticket-used" | "ticket-void" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T341 = "database-unavailable" | "event-ticket-not-found" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "ticket-handed-on" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T342 = "database-unavailable" | "event-ticket-not-found" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "ticket-handed-on" | "ticket-used" | "ticket-void" | "timeout" | "too-many-requests" | "validation-failed" | "wallet-pass-unavailable";
type T343 = { slug: string; name: string; organiser: string; venue: { name: string; line1: string; city: string; country: string } };
type T344 = { handOverId: string; state: "OFFERED" | "ACCEPTED" | "TAKEN_BACK" | "EXPIRED" | "VOID"; from: string | null; typeName: string; seat: string | null; event: T343; session: { startsAt: string; doorsAt: string | null; zone: string }; expiresAt: string; serverTime: string };
type T345 = "database-unavailable" | "hand-over-not-found" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T346 = "database-unavailable" | "hand-over-closed" | "hand-over-not-found" | "hand-over-over" | "hand-over-own" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "ticket-handed-on" | "ticket-used" | "ticket-void" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T347 = { startsAt: string; doorsAt: string | null; zone: string; endsAt: string; state: "SCHEDULED" | "CANCELLED" };
type T348 = { ticketId: string; typeName: string; seat: string | null; state: "VALID" | "VOID"; name: string | null; code: string; qr: string; walletUrl: string | null; hasPass: boolean; checkedInAt: string | null; canHandOver: boolean; handOver: { handOverId: string; to: string | null; expiresAt: string } | null; event: T343; session: T347 };
type T349 = { venueId: string; sellerId: string; name: string; line1: string; city: string; state: string | null; postalCode: string; country: string; latitude: number | null; longitude: number | null; zone: string; plan: { section: string; rows: { row: string; seats: number }[] }[]; version: number };
type T350 = { name: string; line1: string; city: string; state?: string; postalCode: string; country: string; latitude?: number; longitude?: number; zone: string; plan?: { section: string; rows: { row: string; seats: number }[] }[]; sellerId?: string };
type T351 = "amount-precision" | "database-unavailable" | "event-limit" | "event-plan-not-valid" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "venue-not-found";
type T352 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "venue-not-found";
type T353 = { name: string; line1: string; city: string; state?: string; postalCode: string; country: string; latitude?: number; longitude?: number; zone: string; plan?: { section: string; rows: { row: string; seats: number }[] }[] };
type T354 = "amount-precision" | "database-unavailable" | "event-plan-not-valid" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "venue-not-found";
type T355 = { name: string; description?: string; price: number; fee?: number; quota: number; perBooking?: number; sections?: string[] };
type T356 = { venueId: string; name: string; summary: string; description: string; category: string; imageUrl?: string; ageMin?: number; currency: string; salesFrom?: string; refundRules: { hoursBefore: number; percent: number }[]; sessions: { startsAt: string; endsAt: string; doorsAt?: string; zone: string }[]; ticketTypes: T355[]; sellerId?: string };
type T357 = "amount-precision" | "database-unavailable" | "event-limit" | "event-not-found" | "event-plan-not-valid" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "venue-not-found";
type T358 = "database-unavailable" | "event-not-found" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T359 = { venueId: string; name: string; summary: string; description: string; category: string; imageUrl?: string; ageMin?: number; currency: string; salesFrom?: string; refundRules: { hoursBefore: number; percent: number }[]; sessions: { startsAt: string; endsAt: string; doorsAt?: string; zone: string }[]; ticketTypes: T355[] };
type T360 = "amount-precision" | "database-unavailable" | "event-not-found" | "event-plan-not-valid" | "event-state" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "venue-not-found";
type T361 = "database-unavailable" | "event-not-found" | "event-plan-not-valid" | "event-state" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T362 = "database-unavailable" | "event-not-found" | "event-state" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T363 = "database-unavailable" | "event-not-found" | "event-session-not-found" | "event-state" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T364 = "database-unavailable" | "event-not-found" | "event-plan-not-valid" | "event-session-not-found" | "event-state" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T365 = "database-unavailable" | "event-not-found" | "event-plan-not-valid" | "event-session-not-found" | "event-state" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "ticket-type-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T366 = { scanId: string; ticketId: string | null; verdict: "welcome" | "again" | "void" | "handed-on" | "other-session" | "unknown"; firstScan: string | null; firstAt: string | null; typeName: string | null; seat: string | null; attendee: string | null };
type T367 = "database-unavailable" | "event-not-found" | "event-session-not-found" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T368 = { sessionId: string; typeId: string; quota: number; sold: number; held: number; inside: number };
type T369 = { ticketId: string; fingerprint: string; typeName: string; seat: string | null; attendee: string | null; state: "VALID" | "VOID" | "HANDED_ON"; checkedInAt: string | null };
type T370 = "database-unavailable" | "event-not-found" | "event-session-not-found" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T371 = { bookingId: string; state: "HELD" | "PENDING" | "CONFIRMED"; name: string | null; email: string | null; items: { name: string; quantity: number; seats: string[] }[]; handedOn: ({ name: string | null; typeName: string; seat: string | null })[]; total: number; currency: string };
type T372 = { productId: string; variantId: string; name: string; imageUrl: string | null; quantity: number; unitPrice: number; total: number };
type T373 = { addressId: string; userId: string; name: string; line1: string; line2?: string; city: string; state?: string; postalCode: string; country: string; phone?: string };
type T374 = { checkoutId: string; cartId: string; status: string; items: T372[]; subtotal: number; discount: number; discounts: { name: string; amount: number; code?: string }[]; shipping: number; tax: number; includedTax: number; taxes: { name: string; ratePercent: number; amount: number }[]; total: number; currency: string; shippingMethod: string; pickupPlaceId: string | null; parcels: ({ sellerId: string | null; variantIds: string[]; shipping: number })[]; shippingAddress: T373; billingAddress: T373; expiresAt: string; serverTime: string; priceGuaranteedUntil: string; changes: { type: string; variantId: string; name: string; from: number; to: number }[]; availablePaymentMethods: string[]; orderId: string | null; actionUrl?: string };
type T375 = { cartId: string; shippingAddressId?: string; pickupPlaceId?: string; billingAddressId: string; shippingMethod?: "STANDARD" | "EXPRESS" | "PICKUP"; acceptChanges?: string };
type T376 = "address-not-found" | "cart-already-ordered" | "cart-converted" | "cart-empty" | "cart-not-found" | "checkout-ended" | "checkout-in-progress" | "coupon-not-valid" | "database-unavailable" | "hold-gone" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "pickup-place-not-found" | "price-changed" | "price-missing" | "request-in-progress" | "room-unavailable" | "sale-address-limit" | "sale-token-not-valid" | "shipping-unavailable" | "stock-too-low" | "tax-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-sellable";
type T377 = "checkout-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T378 = "cart-already-ordered" | "checkout-in-progress" | "checkout-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T379 = "checkout-ended" | "checkout-not-found" | "database-unavailable" | "extensions-used-up" | "hold-gone" | "hold-wanted" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T380 = "cart-already-ordered" | "checkout-ended" | "checkout-not-found" | "database-unavailable" | "hold-gone" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-declined" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T381 = { orderId: string; orderNumber: string; status: string; paymentStatus: string; total: number; currency: string; actionUrl?: string };
type T382 = { paymentMethod?: "CARD" | "PAYPAL" | "UPI" | "COD"; paymentToken?: string; savePaymentMethod?: boolean; parts?: ({ method: "GIFT_CARD"; code: string; amount?: number } | { method: "STORE_CREDIT"; amount?: number })[]; idempotencyKey?: string };
type T383 = "amount-precision" | "attempts-used-up" | "checkout-ended" | "checkout-in-progress" | "checkout-not-found" | "database-unavailable" | "gift-card-currency" | "gift-card-expired" | "gift-card-not-found" | "hold-gone" | "idempotency-key-conflict" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-declined" | "payment-method-not-found" | "payment-method-unavailable" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T384 = { lineNo: number; variantId: string; sellerId: string; name: string; imageUrl: string | null; bought: number; left: number; until: string | null; reason: "not-delivered" | "ended" | "outside-window" | "non-returnable" | "all-returned" | "condition" | null; faultOnly: boolean; why: string | null; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; exchanges: { variantId: string; name: string; attributes: Record<string, string> }[] };
type T385 = { lineNo: number; quantity: number; amount: number; goods: number; discount: number; tax: number };
type T386 = { orderId: string; orderNumber: string; currency: string; deliveredAt: string | null; reason: "not-delivered" | "ended" | "outside-window" | "non-returnable" | "all-returned" | "condition" | null; payout: "original-payment" | "by-hand"; lines: T384[]; estimate: { amount: number; shipping: number; lines: T385[] } | null };
type T387 = { lineNo: number; variantId: string; name: string; imageUrl: string | null; quantity: number; received: number; approved: number; exchangeName: string | null };
type T388 = { granted: number; refunded: number; covered: number; waitsFor: "chargeback" | null; byHand: boolean };
type T389 = { status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; at: string; by: string; reason: string | null };
type T390 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T387[]; money: T388; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T389[]; version: number; createdAt: string; note: string; pictures: { pictureId: string; width: number; height: number }[]; trackingNumber: string | null; evidence: string | null; appeal: { text: string; status: "OPEN" | "GRANTED" | "REFUSED" } | null; actions: ({ action: string; allowed: boolean; reason: string | null })[] };
type T391 = { items: { lineNo: number; quantity: number; exchangeVariantId?: string; pictures?: string[] }[]; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; note?: string; pictures?: string[]; resolution: "REFUND" | "EXCHANGE" };
type T392 = "database-unavailable" | "exchange-not-possible" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "return-not-possible" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T393 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; currency: string; units: number; amount: number | null; appeal: "OPEN" | "GRANTED" | "REFUSED" | null; items: ({ lineNo: number; name: string; imageUrl: string | null; quantity: number })[]; createdAt: string; updatedAt: string; userId: string };
type T394 = { limit?: number; cursor?: string; status?: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED" };
type T395 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T396 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T397 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T398 = "appeal-closed" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T399 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T387[]; money: T388; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T389[]; version: number; createdAt: string; actions: ({ action: string; allowed: boolean; reason: string | null })[] };
type T400 = "database-unavailable" | "exchange-not-possible" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "return-not-possible" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T401 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T402 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "order-link-expired" | "order-not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T403 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; currency: string; units: number; amount: number | null; appeal: "OPEN" | "GRANTED" | "REFUSED" | null; items: ({ lineNo: number; name: string; imageUrl: string | null; quantity: number })[]; createdAt: string; updatedAt: string };
type T404 = { limit?: number; cursor?: string; status?: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; waiting?: boolean };
type T405 = { lineNo: number; variantId: string; name: string; imageUrl: string | null; quantity: number; received: number; approved: number; exchangeName: string | null; warehouseId: string; restock: number; writeOff: number };
type T406 = { round: number; resolution: "REFUND" | "EXCHANGE"; amount: number; shipping: number; items: { lineNo: number; quantity: number; restock: number; writeOff: number }[]; at: string; doneAt: string | null };
type T407 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T405[]; money: T388; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T389[]; version: number; createdAt: string; note: string; pictures: { pictureId: string; width: number; height: number }[]; trackingNumber: string | null; evidence: string | null; appeal: { text: string; status: "OPEN" | "GRANTED" | "REFUSED" } | null; shipTo: { country: string; state: string | null; postalCode: string | null }; decisions: T406[] };
type T408 = "database-unavailable" | "internal-error" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "return-not-found" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T409 = { lineNo: number; received: number; restock: number; writeOff: number; warehouseId?: string };
type T410 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-quantity-too-high" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "warehouse-not-found";
type T411 = { items?: { lineNo: number; quantity: number }[]; reason?: "not-as-declared" | "used" | "damaged-by-buyer" | "incomplete" | "wrong-item" | "not-all-received" | "not-received" | "other"; evidence?: string };
type T412 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-quantity-too-high" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T413 = { reason: "not-as-declared" | "used" | "damaged-by-buyer" | "incomplete" | "wrong-item" | "not-all-received" | "not-received" | "other"; evidence?: string };
type T414 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; currency: string; units: number; amount: number | null; appeal: "OPEN" | "GRANTED" | "REFUSED" | null; items: ({ lineNo: number; name: string; imageUrl: string | null; quantity: number })[]; createdAt: string; updatedAt: string; userId: string; attention: string | null };
type T415 = { returnId: string; returnNumber: string; orderId: string; orderNumber: string; sellerId: string; status: "REQUESTED" | "LABELLED" | "IN_TRANSIT" | "RECEIVED" | "INSPECTED" | "APPROVED" | "PARTIALLY_APPROVED" | "REJECTED" | "REFUNDING" | "REFUNDED" | "EXCHANGED" | "CANCELLED" | "EXPIRED"; resolution: "REFUND" | "EXCHANGE"; reason: "changed-mind" | "wrong-size" | "arrived-late" | "not-as-described" | "damaged" | "wrong-item" | "other"; condition: "UNUSED" | "OPENED" | "USED" | "DAMAGED"; currency: string; items: T405[]; money: T388; rejectedReason: string | null; replacement: { carrier: string; trackingNumber: string; shippedAt: string } | null; expiresAt: string | null; timeline: T389[]; version: number; createdAt: string; note: string; pictures: { pictureId: string; width: number; height: number }[]; trackingNumber: string | null; evidence: string | null; appeal: { text: string; status: "OPEN" | "GRANTED" | "REFUSED" } | null; shipTo: { country: string; state: string | null; postalCode: string | null }; decisions: T406[]; userId: string; checkoutId: string; paymentId: string; attention: string | null };
type T416 = { items?: { lineNo: number; quantity: number; restock?: number }[]; reason?: "not-as-declared" | "used" | "damaged-by-buyer" | "incomplete" | "wrong-item" | "not-all-received" | "not-received" | "other"; evidence?: string };
type T417 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-quantity-too-high" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T418 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-not-found" | "return-status-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T419 = "database-unavailable" | "exchange-not-possible" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "line-not-found" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "return-not-possible" | "return-quantity-too-high" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T420 = { refundId: string; amount: number; currency: string; status: "SUCCEEDED" | "PENDING" | "COVERED"; waitsFor: "chargeback" | null };
type T421 = "amount-precision" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "order-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "payment-not-captured" | "payment-not-found" | "refund-needs-finance" | "refund-too-high" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T422 = { scope: "default" | "category" | "product" | "variant"; key: string; windowDays: number; returnable: boolean; why: "hygiene" | "perishable" | "made-to-order" | "digital" | "final-sale" | null; condition: "UNUSED" | "OPENED" | "USED"; version: number; updatedAt: string };
type T423 = { scope: "default" | "category" | "product" | "variant"; key: string; windowDays: number; returnable: boolean; why?: "hygiene" | "perishable" | "made-to-order" | "digital" | "final-sale"; condition: "UNUSED" | "OPENED" | "USED" };
type T424 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "return-rule-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T425 = { count: number; average: number; stars: number[]; photos: boolean; aspects: ({ name: "quality" | "value" | "described"; average: number; count: number })[] };
type T426 = { reviewId: string; productId: string; stars: number; aspects: { quality: number | null; value: number | null; described: number | null }; title: string; text: string; author: { name: string | null; former: boolean }; verified: boolean; helpful: number; unhelpful: number; reply: { text: string; at: string | null } | null; pictures: { url: string; width: number; height: number }[]; createdAt: string; editedAt: string | null };
type T427 = { sort?: "helpful" | "newest" | "highest" | "lowest"; stars?: number; limit?: number; cursor?: string };
type T428 = { reviewId: string; productId: string; stars: number; aspects: { quality: number | null; value: number | null; described: number | null }; title: string; text: string; author: { name: string | null; former: boolean }; verified: boolean; helpful: number; unhelpful: number; reply: { text: string; at: string | null } | null; pictures: ({ pictureId: string; url: string | null; width: number; height: number })[]; createdAt: string; editedAt: string | null; picturesState: "NONE" | "WAITING" | "SHOWN" | "REFUSED"; picturesReason: string | null; productName: string; orderNumber: string | null; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; reason: string | null; editableUntil: string; editable: boolean; version: number };
type T429 = { stars: number; aspects?: { quality?: number | null; value?: number | null; described?: number | null }; title?: string; text: string; authorName?: string; pictures?: string[]; orderId?: string; lineNo?: number };
type T430 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "request-in-progress" | "review-exists" | "review-not-eligible" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T431 = { reviewId: string; stars: number; title: string; author: { name: string | null; former: boolean }; createdAt: string; pictures: { url: string; width: number; height: number }[] };
type T432 = { answerId: string; text: string; by: "buyer" | "seller" | "asker"; author: { name: string | null; former: boolean }; createdAt: string };
type T433 = { questionId: string; productId: string; text: string; author: { name: string | null; former: boolean }; createdAt: string; answers: T432[] };
type T434 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T435 = { orderId: string; lineNo: number; orderNumber: string; productId: string; variantId: string; productName: string; imageUrl: string | null; deliveredAt: string; reviewId: string | null; until: string; bar: "not-delivered" | "too-late" | "own-product" | null };
type T436 = { orderNumber?: string; productId?: string; open?: boolean; limit?: number; cursor?: string };
type T437 = { stars: number; aspects?: { quality?: number | null; value?: number | null; described?: number | null }; title?: string; text: string; authorName?: string; pictures?: string[] };
type T438 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-not-found" | "precondition-failed" | "precondition-required" | "request-in-progress" | "review-not-found" | "review-window-over" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T439 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T440 = "answer-limit" | "answer-not-allowed" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T441 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "own-review" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T442 = { postId: string; kind: "review" | "question" | "answer"; productId: string; productName: string; sellerId: string; stars: number | null; title: string; text: string; author: { name: string | null; former: boolean }; reply: { text: string; at: string | null } | null; createdAt: string; pictures: ({ pictureId: string; url: string | null; width: number; height: number })[]; picturesState: "NONE" | "WAITING" | "SHOWN" | "REFUSED"; picturesReason: string | null; parentId: string | null; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; signals: string[]; reports: number; reason: string | null; version: number; editedAt: string | null };
type T443 = { kind?: "review" | "question" | "answer"; state?: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; productId?: string; limit?: number; cursor?: string };
type T444 = { from: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" | null; to: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" | null; by: string; reason: string | null; at: string };
type T445 = { postId: string; kind: "review" | "question" | "answer"; productId: string; productName: string; sellerId: string; stars: number | null; title: string; text: string; author: { name: string | null; former: boolean }; reply: { text: string; at: string | null } | null; createdAt: string; pictures: ({ pictureId: string; url: string | null; width: number; height: number })[]; picturesState: "NONE" | "WAITING" | "SHOWN" | "REFUSED"; picturesReason: string | null; parentId: string | null; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN"; signals: string[]; reports: number; reason: string | null; version: number; editedAt: string | null; moves: T444[]; complaints: { reason: string; at: string }[] };
type T446 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "review-state-conflict" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T447 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "review-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T448 = { postId: string; kind: "review" | "question" | "answer"; productId: string; productName: string; sellerId: string; stars: number | null; title: string; text: string; author: { name: string | null; former: boolean }; reply: { text: string; at: string | null } | null; createdAt: string; pictures: { url: string; width: number; height: number }[]; helpful: number; answers: number };
type T449 = "database-unavailable" | "files-away" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-broken" | "picture-quota" | "picture-size" | "picture-too-costly" | "picture-type-unknown" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T450 = "database-unavailable" | "files-away" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "picture-broken" | "picture-quota" | "picture-size" | "picture-too-costly" | "picture-type-unknown" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T451 = "database-unavailable" | "files-away" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "picture-not-found" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T452 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean };
type T453 = { code: string; name: string; unit: string | null; values: { value: string; label?: string; count: number }[] };
type T454 = { brands: { name: string; slug: string; count: number }[]; priceRanges: ({ min: number; max: number | null; count: number })[]; categories: { name: string; slug: string; count: number; categoryId: string; path: string }[]; ratings: { min: number; count: number }[]; availability: { inStock: number; all: number }; sellers: ({ sellerId: string; name: string | null; slug: string | null; count: number })[]; attributes: T453[] };
type T455 = { products: T452[]; pagination: { page: number; size: number; total: number; totalIsExact: boolean }; nextCursor: string | null; hasMore: boolean; relax: { drop: string; total: number }[]; limited: boolean; facets: T454 };
type T456 = { category?: string; brand?: string[]; seller?: string[]; minPrice?: number; maxPrice?: number; rating?: number; inStock?: boolean; page?: number; size?: number; cursor?: string; facets?: boolean; currency?: string; locale?: string; sort?: "newest" | "price-asc" | "price-desc" | "rating" | "popular" | "best-selling"; [more: string]: unknown };
type T457 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean; highlight: { name: number[][] } };
type T458 = { categories: { categoryId: string; name: string; path: string; count: number }[]; products: T452[] };
type T459 = { products: T457[]; pagination: { page: number; size: number; total: number; totalIsExact: boolean }; nextCursor: string | null; hasMore: boolean; relax: { drop: string; total: number }[]; limited: boolean; facets: T454; query: string; searchedFor: string; correctedQuery: string | null; droppedWords: string[]; nearest: T458 | null };
type T460 = { q: string; exact?: boolean; sort?: "relevance" | "newest" | "price-asc" | "price-desc" | "rating" | "popular" | "best-selling"; category?: string; brand?: string[]; seller?: string[]; minPrice?: number; maxPrice?: number; rating?: number; inStock?: boolean; page?: number; size?: number; cursor?: string; facets?: boolean; currency?: string; locale?: string; [more: string]: unknown };
type T461 = { query: string; correctedQuery: string | null; queries: { text: string }[]; categories: { categoryId: string; name: string; path: string; count: number }[]; brands: { name: string; slug: string }[]; products: T452[]; limited: boolean };
type T462 = "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T463 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "search-rule-limit" | "search-rule-taken" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T464 = { boostId: string; kind: "brand" | "category" | "product"; key: string; points: number; version: number };
type T465 = { documents: number; checksum: string; inMemory: number | null; waiting: number; oldest_s: number };
type T466 = { productId: string; slug: string; variantId: string; variantCount: number; sellerId: string; name: string; brand: string | null; price: number; salePrice: number | null; currency: string; imageUrl: string | null; rating: number; reviewCount: number; inStock: boolean; variantName: string; variantInStock: boolean };
type T467 = { listId: string; name: string; isDefault: boolean; visibility: "private" | "link" | "public"; token: string | null; gift: boolean; items: number; version: number; createdAt: string };
type T468 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wishlist-limit";
type T469 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "wishlist-not-found";
type T470 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wishlist-not-found";
type T471 = { itemId: string; productId: string; variantId: string; slug: string; name: string; variantName: string; imageUrl: string | null; note: string; priority: number; wanted: number; price: number | null; currency: string; sold: boolean | null; inStock: boolean | null; createdAt: string; listId: string; bought: number | null; addedPrice: number | null; tellBack: boolean; tellCheaper: boolean; version: number };
type T472 = { productId: string; variantId: string; listId?: string; currency?: string; note?: string; priority?: number; wanted?: number };
type T473 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found" | "wish-not-found" | "wishlist-full" | "wishlist-limit" | "wishlist-not-found";
type T474 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "wish-not-found";
type T475 = { note?: string; priority?: number; wanted?: number; bought?: number; tellBack?: boolean; tellCheaper?: boolean; listId?: string };
type T476 = "alert-limit" | "conflict" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "precondition-failed" | "precondition-required" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wish-not-found" | "wish-price-unknown" | "wishlist-full" | "wishlist-not-found";
type T477 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wish-not-found" | "wishlist-not-found";
type T478 = { itemId: string; productId: string; variantId: string; slug: string; name: string; variantName: string; imageUrl: string | null; note: string; priority: number; wanted: number; price: number | null; currency: string; sold: boolean | null; inStock: boolean | null; createdAt: string; bought: number | null; mine: number };
type T479 = { name: string; visibility: "private" | "link" | "public"; gift: boolean; own: boolean; data: T478[]; nextCursor: string | null; hasMore: boolean };
type T480 = "database-unavailable" | "internal-error" | "malformed-request" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed" | "wishlist-not-found";
type T481 = "database-unavailable" | "gift-enough" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "wish-not-found" | "wishlist-not-found";
type T482 = { alertId: string; kind: "back" | "cheaper" | "appears"; productId: string | null; variantId: string | null; query: string | null; name: string | null; slug: string | null; state: "PENDING" | "WAITING" | "IDLE"; repeat: boolean; toldAt: string | null; createdAt: string };
type T483 = "alert-email-missing" | "alert-limit" | "alert-needless" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed" | "variant-not-found";
type T484 = "alert-not-found" | "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T485 = "alert-link-invalid" | "database-unavailable" | "internal-error" | "maintenance" | "malformed-request" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T486 = { threadId: string; sellerId: string; seller: { name: string; slug: string } | null; about: { kind: string; id: string; name: string }; lastSeq: number; unread: number; lastAuthor: string; lastAt: string };
type T487 = { threadId: string; sellerId: string; seller: { name: string; slug: string } | null; about: { kind: string; id: string; name: string }; lastSeq: number; unread: number; lastAuthor: string; lastAt: string; messages: ({ seq: number; author: string; note: string | null; text: string; at: string })[]; hasMore: boolean };
type T488 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "message-about-not-found" | "message-limit" | "message-needs-account" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "thread-full" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T489 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "thread-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T490 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "message-limit" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "thread-full" | "thread-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T491 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "thread-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T492 = { data: { account: string; owner: string; currency: string; balance: number; entries: number }[]; nextCursor: string | null; hasMore: boolean };
type T493 = { account?: "buyer" | "gateway" | "seller" | "commission" | "tax" | "shipping" | "store_credit" | "gift_card" | "credit_issued" | "suspense" | "disputed" | "dispute_loss" | "dispute_fee"; limit?: number; cursor?: string };
type T494 = { txnId: string; lineNo: number; kind: string; account: string; owner: string; currency: string; amount: number; checkoutId: string | null; orderId: string | null; orderLine: number | null; occurredAt: string };
type T495 = { orderId?: string; checkoutId?: string; txnId?: string; account?: "buyer" | "gateway" | "seller" | "commission" | "tax" | "shipping" | "store_credit" | "gift_card" | "credit_issued" | "suspense" | "disputed" | "dispute_loss" | "dispute_fee"; owner?: string; from?: string; to?: string; limit?: number; cursor?: string };
type T496 = { orderId?: string; checkoutId?: string; txnId?: string; account?: "buyer" | "gateway" | "seller" | "commission" | "tax" | "shipping" | "store_credit" | "gift_card" | "credit_issued" | "suspense" | "disputed" | "dispute_loss" | "dispute_fee"; owner?: string; from?: string; to?: string };
type T497 = { sellerId: string | null; categoryId: string | null; percent: number; since: string | null; actor: string };
type T498 = { txnId: string; lineNo: number; sellerId: string; kind: string; currency: string; orderId: string | null; orderLine: number | null; goods: number; commission: number; net: number; occurredAt: string };
type T499 = { balances: { sellerId: string; currency: string; balance: number }[]; data: T498[]; nextCursor: string | null; hasMore: boolean };
type T500 = { notificationId: string; type: string; topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: string; status: string; title: string; text: string; why: string; link: string; orderId: string | null; orderNumber: string | null; about: string | null; product: string | null; query: string | null; price: number | null; was: number | null; currency: string | null; read: boolean; readAt: string | null; createdAt: string; sentAt: string | null };
type T501 = { limit?: number; cursor?: string; topic?: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; unread?: boolean };
type T502 = { topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; unread: number };
type T503 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "notification-not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T504 = { topic?: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; upTo?: string };
type T505 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "too-many-streams" | "validation-failed";
type T506 = { consentId: string; topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: "email" | "sms" | "push" | "in-app"; given: boolean; at: string };
type T507 = { channel: "email" | "sms" | "push" | "in-app"; available: boolean; reason: string | null };
type T508 = { topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: "email" | "sms" | "push" | "in-app"; enabled: boolean; locked: boolean; reason: string | null };
type T509 = { channels: T507[]; grid: T508[]; quietHours: { from: string; to: string; timeZone: string } | null };
type T510 = { topic: "orders" | "messages" | "price-drops" | "stock" | "sales" | "account"; channel: "email" | "sms" | "push" | "in-app"; enabled: boolean };
type T511 = "database-unavailable" | "idempotency-key-reused" | "internal-error" | "maintenance" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "preference-locked" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T512 = { sagaId: string; room: string; type: string; key: string; status: string; step: string | null; epoch: number; attempts: number; driven: boolean; stuck: boolean; idle_ms: number; wakeAt: string | null; createdAt: string; updatedAt: string; flaggedAt: string | null; summary: string; links: Record<string, string>; atRisk: { amount: number; currency: string } | null };
type T513 = { status?: "STARTED" | "IN_PROGRESS" | "WAITING" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "FAILED"; type?: string; room?: string; open?: boolean; stuck?: boolean; atRisk?: boolean; orderId?: string; userId?: string; variantId?: string; paymentId?: string; checkoutId?: string; cartId?: string; key?: string; limit?: number; cursor?: string };
type T514 = { eventId: string; type: string; room: string; aggregate: string; version: number; at: string };
type T515 = { sagaId: string; room: string; type: string; key: string; status: string; step: string | null; epoch: number; attempts: number; driven: boolean; stuck: boolean; idle_ms: number; wakeAt: string | null; createdAt: string; updatedAt: string; flaggedAt: string | null; summary: string; links: Record<string, string>; atRisk: { amount: number; currency: string } | null; input: unknown; steps: { seq: number; at: string; epoch: number; step: string; status: string; output: unknown }[]; signals: { seq: number; at: string; name: string; payload: unknown }[]; events: T514[]; approval: { approvalId: string; askedBy: string; reason: string; expiresAt: string } | null; away: string[] };
type T516 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "saga-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T517 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saga-driven" | "saga-ended" | "saga-not-found" | "saga-not-undoable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T518 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saga-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T519 = "approval-not-found" | "approval-over" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "saga-driven" | "saga-ended" | "saga-not-found" | "saga-not-stuck" | "saga-not-undoable" | "second-person-needed" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T520 = { events: number; oldest_ms: number; waiting: number; parked: number; rooms: { room: string; events: number; oldest_ms: number }[]; consumers: { consumer: string; source: string; events: number; age_ms: number }[]; setAside: { consumer: string; waiting: number; parked: number }[]; away: string[] };
type T521 = { room: string; consumer: string; eventId: string; eventType: string; source: string; aggregate: string; attempts: number; reason: string; parkedAt: string };
type T522 = "database-unavailable" | "dead-letter-not-found" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T523 = { sagaId: string; reservationId: string; status: string; orderId: string | null; units: number; lines: { variantId: string; warehouseId: string; quantity: number }[]; expiresAt: string; createdAt: string; sagaStatus: string | null; orphan: boolean };
type T524 = { variantId?: string; warehouseId?: string; expiring_s?: number; orphan?: boolean; limit?: number; cursor?: string };
type T525 = "database-unavailable" | "hold-in-use" | "hold-not-found" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T526 = { name: string; breaker: string; running: number; waiting: number; lastError: string | null };
type T527 = { name: string; entries: number; entries_max: number; hits: number; misses: number; evicted: number };
type T528 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "task-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T529 = { name: string; every_ms: number; running: boolean; lastStartedAt: string | null; lastEndedAt: string | null; took_ms: number | null; lastError: string | null; runs: number };
type T530 = { processes: { processId: string; pid: number; tasks: T529[] }[]; jobs: { task: string; due: number; later: number; running: number; dead: number }[]; dead: ({ id: string; task: string; attempts: number; lastError: string | null; at: string })[]; away: string[] };
type T531 = { checkId: string; askedBy: string | null; startedAt: string; finishedAt: string | null; violations: number | null; instant: Record<string, number>; quiescent: Record<string, number>; error: string | null };
type T532 = "checker-failed" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T533 = { auditId: string; seq: number; at: string; actor: string; action: string; target: string; reason: string | null; outcome: string; detail: unknown; requestId: string | null; hash: string };
type T534 = { breakId: string; class: string; subject: string; subjects: Record<string, string>; amount: number | null; currency: string | null; sentence: string; state: string; seen: number; runId: string; action: string | null; doneBy: string | null; reason: string | null; age_s: number; firstSeenAt: string; lastSeenAt: string; closedAt: string | null };
type T535 = { runId: string; kind: string; span: string; askedBy: string | null; state: string; part: number; looked: number; found: number; repaired: number; opened: number; notes: string[]; askedAt: string; startedAt: string | null; finishedAt: string | null };
type T536 = { data: T534[]; nextCursor: string | null; hasMore: boolean; run: T535 | null; open: { class: string; open: number; oldest_s: number }[] };
type T537 = { state?: "open" | "repaired" | "accepted"; class?: "hold-without-order" | "captured-without-order" | "captured-above-order" | "order-without-stock" | "order-without-payment" | "order-left-pending" | "gateway-capture-lost" | "gateway-capture-missing" | "gateway-amount-differs" | "gateway-payment-unknown" | "stock-drift" | "settlement-break" | "booking-refund-refused" | "saga-stuck" | "copy-differs"; orderId?: string; paymentId?: string; checkoutId?: string; sagaId?: string; reservationId?: string; variantId?: string; limit?: number; cursor?: string };
type T538 = { breakId: string; class: string; subject: string; subjects: Record<string, string>; amount: number | null; currency: string | null; sentence: string; state: string; seen: number; runId: string; action: string | null; doneBy: string | null; reason: string | null; age_s: number; firstSeenAt: string; lastSeenAt: string; closedAt: string | null; history: ({ seq: number; at: string; actor: string; action: string; reason: string | null })[] };
type T539 = "break-not-found" | "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "timeout" | "too-many-requests" | "validation-failed";
type T540 = "break-closed" | "break-not-found" | "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";
type T541 = { runId: string; job: string; dryRun: boolean; acceptShrink: boolean; state: string; sourceRows: number; compared: number; missing: number; stale: number; differs: number; extra: number; ahead: number; repaired: number; failed: number; lag_ms: number | null; note: string | null; took_ms: number | null; askedBy: string | null; askedAt: string; startedAt: string | null; finishedAt: string | null };
type T542 = { job: string; says: string; source: string; copy: string; run: T541 | null; finished: T541 | null };
type T543 = { key: string; kind: string; sourceVersion: number | null; copyVersion: number | null; state: string; lag_ms: number | null; reason: string | null };
type T544 = "database-unavailable" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "room-unavailable" | "sync-run-not-found" | "timeout" | "too-many-requests" | "validation-failed";
type T545 = "database-unavailable" | "idempotency-key-required" | "idempotency-key-reused" | "internal-error" | "malformed-request" | "not-allowed" | "not-authenticated" | "not-found" | "outcome-unknown" | "overloaded" | "payload-too-large" | "request-in-progress" | "room-unavailable" | "sync-job-not-found" | "timeout" | "too-many-requests" | "unsupported-media-type" | "validation-failed";

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
  /** What waits for my seller: how many orders, returns, questions and so on */
  'GET /seller/waiting': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T64;
    codes: T14;
    key: "none";
  };
  /** One product by id or slug: page, variants, price and stock */
  'GET /products/{productId}': {
    params: { productId: string };
    query: { currency?: string; locale?: string };
    body: undefined;
    reply: T68;
    codes: T69;
    key: "none";
  };
  /** Variants of a product, by any attribute: ?color=red&size=M */
  'GET /products/{productId}/variants': {
    params: { productId: string };
    query: { currency?: string; [more: string]: unknown };
    body: undefined;
    reply: { variants: T67[] };
    codes: T50;
    key: "none";
  };
  /** The category tree with counts of visible products */
  'GET /categories': {
    params: undefined;
    query: { currency?: string; locale?: string };
    body: undefined;
    reply: { categories: T73[] };
    codes: T74;
    key: "none";
  };
  /** A category by id, slug, or path with its slashes encoded */
  'GET /categories/{category}': {
    params: { category: string };
    query: { currency?: string; locale?: string };
    body: undefined;
    reply: T76;
    codes: T50;
    key: "none";
  };
  /** Brands by name */
  'GET /brands': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T77;
    codes: T74;
    key: "none";
  };
  /** The same thing from all its sellers, by what it costs delivered */
  'GET /variants/{variantId}/offers': {
    params: { variantId: string };
    query: { currency?: string; country?: string; postalCode?: string };
    body: undefined;
    reply: { offers: T78[] };
    codes: T50;
    key: "none";
  };
  /** What a sitemap index lists: files of products, categories, sellers */
  'GET /sitemap': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T79;
    codes: T74;
    key: "none";
  };
  /** Addresses of products with the time of their last change */
  'GET /sitemap/products': {
    params: undefined;
    query: { cursor?: string; limit?: number };
    body: undefined;
    reply: T80;
    codes: T74;
    key: "none";
  };
  /** Products, newest first, with all states */
  'GET /seller/products': {
    params: undefined;
    query: T83;
    body: undefined;
    reply: { data: T82[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a product with its variants and prices */
  'POST /seller/products': {
    params: undefined;
    query: undefined;
    body: T86;
    reply: T82;
    codes: T87;
    key: "accepted";
  };
  /** One product with its version */
  'GET /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T20;
    key: "none";
  };
  /** Change fields of a product */
  'PATCH /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T88;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Replace the description of a product; variants stay */
  'PUT /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T90;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Delete a product that is not ACTIVE */
  'DELETE /seller/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T91;
    key: "accepted";
  };
  /** Make a product ACTIVE */
  'POST /seller/products/{productId}/publish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Make a product ARCHIVED */
  'POST /seller/products/{productId}/archive': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Make a product DRAFT */
  'POST /seller/products/{productId}/unpublish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Add a variant with its price */
  'POST /seller/products/{productId}/variants': {
    params: { productId: string };
    query: undefined;
    body: T85;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Change a variant; a sale price needs the price beside it */
  'PATCH /seller/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: T92;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Take a variant out of sale; the last one stays */
  'DELETE /seller/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Replace the images in their shown order (addresses only, never fetched) */
  'PUT /seller/products/{productId}/images': {
    params: { productId: string };
    query: undefined;
    body: { images: ({ url: string; alt?: string; variantId?: string | null })[] };
    reply: T82;
    codes: T89;
    key: "accepted";
  };
  /** Products, newest first, with all states */
  'GET /admin/products': {
    params: undefined;
    query: T83;
    body: undefined;
    reply: { data: T82[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a product with its variants and prices */
  'POST /admin/products': {
    params: undefined;
    query: undefined;
    body: T86;
    reply: T82;
    codes: T93;
    key: "accepted";
  };
  /** One product with its version */
  'GET /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T20;
    key: "none";
  };
  /** Change fields of a product */
  'PATCH /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T88;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Replace the description of a product; variants stay */
  'PUT /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: T90;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Delete a product that is not ACTIVE */
  'DELETE /admin/products/{productId}': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T95;
    key: "accepted";
  };
  /** Make a product ACTIVE */
  'POST /admin/products/{productId}/publish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Make a product ARCHIVED */
  'POST /admin/products/{productId}/archive': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Make a product DRAFT */
  'POST /admin/products/{productId}/unpublish': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Add a variant with its price */
  'POST /admin/products/{productId}/variants': {
    params: { productId: string };
    query: undefined;
    body: T85;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Change a variant; a sale price needs the price beside it */
  'PATCH /admin/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: T92;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Take a variant out of sale; the last one stays */
  'DELETE /admin/products/{productId}/variants/{variantId}': {
    params: { productId: string; variantId: string };
    query: undefined;
    body: undefined;
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** Replace the images in their shown order (addresses only, never fetched) */
  'PUT /admin/products/{productId}/images': {
    params: { productId: string };
    query: undefined;
    body: { images: ({ url: string; alt?: string; variantId?: string | null })[] };
    reply: T82;
    codes: T94;
    key: "accepted";
  };
  /** All categories with their versions, parents before children */
  'GET /admin/categories': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T96[] };
    codes: T14;
    key: "none";
  };
  /** Add a category */
  'POST /admin/categories': {
    params: undefined;
    query: undefined;
    body: { name: string; names?: Record<string, string>; slug?: string; parentId?: string | null };
    reply: T96;
    codes: T97;
    key: "accepted";
  };
  /** One category */
  'GET /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: undefined;
    reply: T96;
    codes: T20;
    key: "none";
  };
  /** Rename or move a category with everything below it */
  'PATCH /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: T98;
    reply: T96;
    codes: T99;
    key: "accepted";
  };
  /** Remove an empty category */
  'DELETE /admin/categories/{categoryId}': {
    params: { categoryId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T99;
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
    codes: T100;
    key: "accepted";
  };
  /** Remove a brand that no product carries */
  'DELETE /admin/brands/{brandId}': {
    params: { brandId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T100;
    key: "accepted";
  };
  /** Add a brand */
  'POST /admin/brands': {
    params: undefined;
    query: undefined;
    body: { name: string; slug?: string; logoUrl?: string | null };
    reply: { brandId: string; name: string; slug: string; logoUrl: string | null; version: number };
    codes: T101;
    key: "accepted";
  };
  /** All attribute definitions */
  'GET /admin/attributes': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T102[] };
    codes: T14;
    key: "none";
  };
  /** Define an attribute for a category and below, or for all */
  'POST /admin/attributes': {
    params: undefined;
    query: undefined;
    body: T103;
    reply: T102;
    codes: T104;
    key: "accepted";
  };
  /** Change an attribute definition; code and category stay */
  'PATCH /admin/attributes/{attributeId}': {
    params: { attributeId: string };
    query: undefined;
    body: T105;
    reply: T102;
    codes: T106;
    key: "accepted";
  };
  /** Remove an attribute definition */
  'DELETE /admin/attributes/{attributeId}': {
    params: { attributeId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T106;
    key: "accepted";
  };
  /** Import products from CSV, JSON or NDJSON */
  'POST /seller/imports': {
    params: undefined;
    query: T107;
    body: unknown;
    reply: { importId: string };
    codes: T108;
    key: "none";
  };
  /** Imports, latest first */
  'GET /seller/imports': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T109[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Import products from CSV, JSON or NDJSON */
  'POST /admin/imports': {
    params: undefined;
    query: T107;
    body: unknown;
    reply: { importId: string };
    codes: T110;
    key: "none";
  };
  /** Imports, latest first */
  'GET /admin/imports': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T109[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Progress of an import with a page of its row errors */
  'GET /seller/imports/{importId}': {
    params: { importId: string };
    query: { limit?: number; cursor?: number };
    body: undefined;
    reply: T112;
    codes: T20;
    key: "none";
  };
  /** Progress of an import with a page of its row errors */
  'GET /admin/imports/{importId}': {
    params: { importId: string };
    query: { limit?: number; cursor?: number };
    body: undefined;
    reply: T112;
    codes: T20;
    key: "none";
  };
  /** Set base and sale prices of variants */
  'PUT /seller/prices': {
    params: undefined;
    query: undefined;
    body: T113;
    reply: { changed: number };
    codes: T114;
    key: "accepted";
  };
  /** Prices of variants as they are now, for whoever asks */
  'GET /prices': {
    params: undefined;
    query: { variantIds: string; currency?: string };
    body: undefined;
    reply: { data: T115[] };
    codes: T116;
    key: "none";
  };
  /** What a variant cost in the last 90 days */
  'GET /prices/{variantId}/history': {
    params: { variantId: string };
    query: { currency?: string };
    body: undefined;
    reply: { currency: string; past: { until: string; price: number }[] };
    codes: T117;
    key: "none";
  };
  /** Promotions, the newest first, each with what it does in a sentence */
  'GET /admin/promotions': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T118[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a promotion; it is in force from now or from when it begins */
  'POST /admin/promotions': {
    params: undefined;
    query: undefined;
    body: T119;
    reply: T118;
    codes: T120;
    key: "accepted";
  };
  /** One promotion */
  'GET /admin/promotions/{promotionId}': {
    params: { promotionId: string };
    query: undefined;
    body: undefined;
    reply: T118;
    codes: T20;
    key: "none";
  };
  /** Change a promotion as a whole; quotes that were made keep their prices */
  'PUT /admin/promotions/{promotionId}': {
    params: { promotionId: string };
    query: undefined;
    body: T119;
    reply: T118;
    codes: T121;
    key: "accepted";
  };
  /** Switch a promotion off, or on again, at once */
  'POST /admin/promotions/{promotionId}/switch': {
    params: { promotionId: string };
    query: undefined;
    body: { enabled: boolean };
    reply: T118;
    codes: T122;
    key: "accepted";
  };
  /** What goods cost at a place and time, step by step, with a draft tried on them */
  'POST /admin/prices/explain': {
    params: undefined;
    query: undefined;
    body: T126;
    reply: T125;
    codes: T127;
    key: "none";
  };
  /** What one product costs, or did, for a customer at a place and time, step by step */
  'GET /admin/prices/explain': {
    params: undefined;
    query: T128;
    body: undefined;
    reply: T125;
    codes: T129;
    key: "none";
  };
  /** Sales that run now for everybody, with the end by which prices are counted */
  'GET /offers': {
    params: undefined;
    query: { currency?: string; limit?: number };
    body: undefined;
    reply: { data: T130[]; serverTime: string };
    codes: T116;
    key: "none";
  };
  /** Rules that move prices, the newest first, each with what it does in a sentence */
  'GET /admin/price-rules': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T131[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a rule; it moves prices from now or from when it begins */
  'POST /admin/price-rules': {
    params: undefined;
    query: undefined;
    body: T132;
    reply: T131;
    codes: T133;
    key: "accepted";
  };
  /** One rule */
  'GET /admin/price-rules/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: T131;
    codes: T20;
    key: "none";
  };
  /** Change a rule as a whole; quotes that were made keep their prices */
  'PUT /admin/price-rules/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: T132;
    reply: T131;
    codes: T134;
    key: "accepted";
  };
  /** Switch a rule off, or on again, at once */
  'POST /admin/price-rules/{ruleId}/switch': {
    params: { ruleId: string };
    query: undefined;
    body: { enabled: boolean };
    reply: T131;
    codes: T122;
    key: "accepted";
  };
  /** Bring in what competitors ask, as rows or as CSV; all of them or none */
  'POST /admin/competitor-prices': {
    params: undefined;
    query: undefined;
    body: { prices: { variantId: string; currency: string; price: number; source: string }[] } | { csv: string };
    reply: { kept: number };
    codes: T135;
    key: "accepted";
  };
  /** What competitors ask, by variant */
  'GET /admin/competitor-prices': {
    params: undefined;
    query: { limit?: number; cursor?: string; variantId?: string };
    body: undefined;
    reply: { data: T136[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Price lists, the newest first */
  'GET /admin/price-lists': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T137[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a price list: a group of customers, or places */
  'POST /admin/price-lists': {
    params: undefined;
    query: undefined;
    body: { name: string; countries?: string[] };
    reply: T137;
    codes: T138;
    key: "accepted";
  };
  /** One price list */
  'GET /admin/price-lists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: undefined;
    reply: T137;
    codes: T20;
    key: "none";
  };
  /** Change a price list; its members and prices stay */
  'PUT /admin/price-lists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: { name: string; countries?: string[] };
    reply: T137;
    codes: T139;
    key: "accepted";
  };
  /** Take a price list away, with its members and prices */
  'DELETE /admin/price-lists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T140;
    key: "accepted";
  };
  /** Switch a price list off, or on again */
  'POST /admin/price-lists/{listId}/switch': {
    params: { listId: string };
    query: undefined;
    body: { enabled: boolean };
    reply: T137;
    codes: T141;
    key: "accepted";
  };
  /** Who is in a price list */
  'GET /admin/price-lists/{listId}/members': {
    params: { listId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T142;
    codes: T20;
    key: "none";
  };
  /** Put customers into a price list; from their next look at a price they have its prices */
  'POST /admin/price-lists/{listId}/members': {
    params: { listId: string };
    query: undefined;
    body: { userIds?: string[]; emails?: string[] };
    reply: { added: number };
    codes: T122;
    key: "accepted";
  };
  /** Take a customer out of a price list */
  'DELETE /admin/price-lists/{listId}/members/{userId}': {
    params: { listId: string; userId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T122;
    key: "accepted";
  };
  /** Prices of a list that are not over */
  'GET /admin/price-lists/{listId}/prices': {
    params: { listId: string };
    query: { limit?: number; cursor?: string; variantId?: string };
    body: undefined;
    reply: { data: T143[]; nextCursor: string | null; hasMore: boolean };
    codes: T20;
    key: "none";
  };
  /** Prices of a list; each stands in the place of others for its time only */
  'POST /admin/price-lists/{listId}/prices': {
    params: { listId: string };
    query: undefined;
    body: { prices: T145[] };
    reply: { data: T144[] };
    codes: T146;
    key: "accepted";
  };
  /** Take a price out of a list */
  'DELETE /admin/price-lists/{listId}/prices/{scheduleId}': {
    params: { listId: string; scheduleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T122;
    key: "accepted";
  };
  /** Prices with a time that are not over */
  'GET /seller/price-schedules': {
    params: undefined;
    query: { limit?: number; cursor?: string; variantId?: string };
    body: undefined;
    reply: { data: T144[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Prices that begin at a time: a new base price, or a sale with its end */
  'POST /seller/price-schedules': {
    params: undefined;
    query: undefined;
    body: { prices: T147[] };
    reply: { data: T144[] };
    codes: T148;
    key: "accepted";
  };
  /** Take a price with a time away; one that runs ends now */
  'DELETE /seller/price-schedules/{scheduleId}': {
    params: { scheduleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T149;
    key: "accepted";
  };
  /** Prices with a time that are not over */
  'GET /admin/price-schedules': {
    params: undefined;
    query: { limit?: number; cursor?: string; variantId?: string };
    body: undefined;
    reply: { data: T144[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Prices that begin at a time: a new base price, or a sale with its end */
  'POST /admin/price-schedules': {
    params: undefined;
    query: undefined;
    body: { prices: T147[] };
    reply: { data: T144[] };
    codes: T146;
    key: "accepted";
  };
  /** Take a price with a time away; one that runs ends now */
  'DELETE /admin/price-schedules/{scheduleId}': {
    params: { scheduleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T122;
    key: "accepted";
  };
  /** Coupons, the newest first, each with what it does in a sentence */
  'GET /admin/coupons': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T150[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a coupon, with a code that people can say or with none yet */
  'POST /admin/coupons': {
    params: undefined;
    query: undefined;
    body: T151;
    reply: T150;
    codes: T152;
    key: "accepted";
  };
  /** One coupon, with how often it was used */
  'GET /admin/coupons/{couponId}': {
    params: { couponId: string };
    query: undefined;
    body: undefined;
    reply: T150;
    codes: T20;
    key: "none";
  };
  /** Change a coupon as a whole; quotes that were made keep their prices */
  'PUT /admin/coupons/{couponId}': {
    params: { couponId: string };
    query: undefined;
    body: T153;
    reply: T150;
    codes: T154;
    key: "accepted";
  };
  /** Switch a coupon off, or on again, at once */
  'POST /admin/coupons/{couponId}/switch': {
    params: { couponId: string };
    query: undefined;
    body: { enabled: boolean };
    reply: T150;
    codes: T122;
    key: "accepted";
  };
  /** One more code that people can say */
  'POST /admin/coupons/{couponId}/codes': {
    params: { couponId: string };
    query: undefined;
    body: { code: string };
    reply: { code: string };
    codes: T122;
    key: "accepted";
  };
  /** Make up to 100000 codes of 80 random bits each */
  'POST /admin/coupons/{couponId}/batches': {
    params: { couponId: string };
    query: undefined;
    body: { count: number };
    reply: { batchId: string; wanted: number; made: number; createdAt: string };
    codes: T155;
    key: "required";
  };
  /** Batches of codes, the newest first, and how far each is */
  'GET /admin/coupons/{couponId}/batches': {
    params: { couponId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T156;
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
  /** Tax rates by place and class, of one country */
  'GET /admin/tax-rates': {
    params: undefined;
    query: { country?: string; state?: string; after?: number; limit?: number };
    body: undefined;
    reply: { data: T157[]; next: number | null; revision: string };
    codes: T14;
    key: "none";
  };
  /** Set a tax rate of a place and class */
  'PUT /admin/tax-rates': {
    params: undefined;
    query: undefined;
    body: T158;
    reply: { saved: number };
    codes: T159;
    key: "accepted";
  };
  /** Take a tax rate away */
  'DELETE /admin/tax-rates': {
    params: undefined;
    query: T160;
    body: undefined;
    reply: { dropped: boolean };
    codes: T122;
    key: "accepted";
  };
  /** Set tax rates from a CSV file: all of them, or none with each fault named */
  'POST /admin/tax-rates/import': {
    params: undefined;
    query: undefined;
    body: Blob;
    reply: { saved: number };
    codes: T161;
    key: "none";
  };
  /** How countries take their tax */
  'GET /admin/tax-countries': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T162[] };
    codes: T14;
    key: "none";
  };
  /** Say how a country takes its tax */
  'PUT /admin/tax-countries': {
    params: undefined;
    query: undefined;
    body: T162;
    reply: T162;
    codes: T163;
    key: "accepted";
  };
  /** Who need not pay tax, the newest first */
  'GET /admin/tax-exemptions': {
    params: undefined;
    query: { limit?: number; cursor?: string; userId?: string };
    body: undefined;
    reply: { data: T164[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Note that somebody need not pay tax somewhere; whoever notes it has checked it */
  'POST /admin/tax-exemptions': {
    params: undefined;
    query: undefined;
    body: T165;
    reply: T164;
    codes: T166;
    key: "required";
  };
  /** End an exemption */
  'DELETE /admin/tax-exemptions/{exemptionId}': {
    params: { exemptionId: string };
    query: undefined;
    body: undefined;
    reply: { dropped: boolean };
    codes: T122;
    key: "accepted";
  };
  /** Conversion rates, the newest first */
  'GET /admin/currency-rates': {
    params: undefined;
    query: { currency?: string; limit?: number };
    body: undefined;
    reply: { data: T167[] };
    codes: T14;
    key: "none";
  };
  /** Set the rate by which prices of a currency follow another one, from a day on */
  'PUT /admin/currency-rates': {
    params: undefined;
    query: undefined;
    body: T168;
    reply: { saved: boolean };
    codes: T169;
    key: "accepted";
  };
  /** Currencies whose prices follow another one, and whether they are offered now */
  'GET /currencies': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T170;
    codes: T74;
    key: "none";
  };
  /** Try a promotion or a rule on the orders of the last days; nothing is changed */
  'POST /admin/simulations': {
    params: undefined;
    query: undefined;
    body: { draft?: T119; rule?: T132; replaces?: string; days?: number };
    reply: T173;
    codes: T174;
    key: "accepted";
  };
  /** How far a simulation is, and what it came to; kept for a day */
  'GET /admin/simulations/{simulationId}': {
    params: { simulationId: string };
    query: undefined;
    body: undefined;
    reply: T173;
    codes: T20;
    key: "none";
  };
  /** Why each line of an order cost what it did, by its id or number */
  'GET /admin/prices/orders/{order}': {
    params: { order: string };
    query: undefined;
    body: undefined;
    reply: T176;
    codes: T20;
    key: "none";
  };
  /** Change the stock of a variant in a warehouse by a delta */
  'POST /seller/inventory/adjustments': {
    params: undefined;
    query: undefined;
    body: T177;
    reply: { variantId: string; warehouseId: string; onHand: number; available: number };
    codes: T178;
    key: "accepted";
  };
  /** Change the stock of any variant by a delta */
  'PUT /admin/inventory': {
    params: undefined;
    query: undefined;
    body: T177;
    reply: { variantId: string; warehouseId: string; onHand: number; available: number };
    codes: T179;
    key: "accepted";
  };
  /** Stock by variant and warehouse, of all sellers */
  'GET /admin/inventory': {
    params: undefined;
    query: { variantId?: string; variantIds?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T180[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Stock by variant and warehouse */
  'GET /seller/inventory': {
    params: undefined;
    query: { variantId?: string; variantIds?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T180[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Warehouses that the seller may stock */
  'GET /seller/warehouses': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T181[] };
    codes: T14;
    key: "none";
  };
  /** Ways one parcel can go to a place, with cost and days */
  'GET /shipping/methods': {
    params: undefined;
    query: T183;
    body: undefined;
    reply: { methods: T182[] };
    codes: T184;
    key: "none";
  };
  /** Places of a country to collect an order, the nearest first */
  'GET /shipping/pickup-places': {
    params: undefined;
    query: { country: string; state?: string; postalCode?: string };
    body: undefined;
    reply: { places: T185[] };
    codes: T74;
    key: "none";
  };
  /** The towns of a postal code, to fill an address in; none when it is not known */
  'GET /shipping/places': {
    params: undefined;
    query: { country: string; postalCode: string };
    body: undefined;
    reply: { places: { city: string; stateCode: string; state: string }[] };
    codes: T74;
    key: "none";
  };
  /** Zones with their countries, cut-off and holidays */
  'GET /admin/shipping-zones': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T186[] };
    codes: T14;
    key: "none";
  };
  /** Set a zone: where it is, when parcels leave for it, and when nothing moves there */
  'PUT /admin/shipping-zones/{zone}': {
    params: { zone: string };
    query: undefined;
    body: T187;
    reply: T186;
    codes: T188;
    key: "accepted";
  };
  /** Remove a zone with its rates; its countries are of the zone for all others then */
  'DELETE /admin/shipping-zones/{zone}': {
    params: { zone: string };
    query: { rates: number };
    body: undefined;
    reply: { dropped: boolean };
    codes: T189;
    key: "accepted";
  };
  /** Shipping rates of a zone */
  'GET /admin/shipping-rates': {
    params: undefined;
    query: { zone: string };
    body: undefined;
    reply: { data: T190[] };
    codes: T14;
    key: "none";
  };
  /** Set what a way of sending costs in a zone and currency */
  'PUT /admin/shipping-rates': {
    params: undefined;
    query: undefined;
    body: T191;
    reply: T190;
    codes: T192;
    key: "accepted";
  };
  /** Offer a way of sending no longer in a zone and currency */
  'DELETE /admin/shipping-rates': {
    params: undefined;
    query: { zone: string; method: "STANDARD" | "EXPRESS"; currency: string };
    body: undefined;
    reply: { dropped: boolean };
    codes: T193;
    key: "accepted";
  };
  /** Carriers, and what of the size of a parcel counts with each */
  'GET /admin/shipping-carriers': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T194[] };
    codes: T14;
    key: "none";
  };
  /** Set a carrier: what volume weighs, and how long a piece may be */
  'PUT /admin/shipping-carriers/{carrier}': {
    params: { carrier: string };
    query: undefined;
    body: T196;
    reply: T195;
    codes: T193;
    key: "accepted";
  };
  /** Remove a carrier by which no rate goes */
  'DELETE /admin/shipping-carriers/{carrier}': {
    params: { carrier: string };
    query: undefined;
    body: undefined;
    reply: { dropped: boolean };
    codes: T189;
    key: "accepted";
  };
  /** How an order becomes parcels */
  'GET /admin/shipping-parcels': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { split: "order" | "seller" | "warehouse"; version: number };
    codes: T14;
    key: "none";
  };
  /** Say how an order becomes parcels; each is rated by itself */
  'PUT /admin/shipping-parcels': {
    params: undefined;
    query: undefined;
    body: { split: "order" | "seller" | "warehouse" };
    reply: { split: "order" | "seller" | "warehouse"; version: number };
    codes: T197;
    key: "accepted";
  };
  /** Warehouses, and when parcels leave each */
  'GET /admin/warehouse-calendars': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: ({ warehouseId: string; name: string; calendar: T198 | null })[] };
    codes: T14;
    key: "none";
  };
  /** Set when parcels leave a warehouse: cut-off, days of rest, holidays */
  'PUT /admin/warehouse-calendars/{warehouseId}': {
    params: { warehouseId: string };
    query: undefined;
    body: T199;
    reply: T198;
    codes: T193;
    key: "accepted";
  };
  /** Let a warehouse send by the calendar of the zone again */
  'DELETE /admin/warehouse-calendars/{warehouseId}': {
    params: { warehouseId: string };
    query: undefined;
    body: undefined;
    reply: { dropped: boolean };
    codes: T193;
    key: "accepted";
  };
  /** Places where people collect what they bought */
  'GET /admin/pickup-places': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T200[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Add a place to collect */
  'POST /admin/pickup-places': {
    params: undefined;
    query: undefined;
    body: T201;
    reply: T200;
    codes: T202;
    key: "accepted";
  };
  /** A place where people collect what they bought */
  'GET /admin/pickup-places/{placeId}': {
    params: { placeId: string };
    query: undefined;
    body: undefined;
    reply: T200;
    codes: T20;
    key: "none";
  };
  /** Change a place to collect, or close it */
  'PUT /admin/pickup-places/{placeId}': {
    params: { placeId: string };
    query: undefined;
    body: T201;
    reply: T200;
    codes: T193;
    key: "accepted";
  };
  /** Take a place to collect away; what is under way to it still goes there */
  'DELETE /admin/pickup-places/{placeId}': {
    params: { placeId: string };
    query: undefined;
    body: undefined;
    reply: { dropped: boolean };
    codes: T193;
    key: "accepted";
  };
  /** Add units of a variant; makes the cart if there is none */
  'POST /cart/items': {
    params: undefined;
    query: undefined;
    body: { productId: string; variantId: string; quantity: number; currency?: string };
    reply: T205;
    codes: T206;
    key: "accepted";
  };
  /** The cart at the prices and stock of this moment, and what changed */
  'GET /cart': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T205;
    codes: T207;
    key: "none";
  };
  /** Remove all lines; If-Match is honoured */
  'DELETE /cart': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T205;
    codes: T208;
    key: "accepted";
  };
  /** Set the quantity of a line; If-Match is honoured */
  'PUT /cart/items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: { quantity: number };
    reply: T205;
    codes: T209;
    key: "accepted";
  };
  /** Remove a line; If-Match is honoured */
  'DELETE /cart/items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: T205;
    codes: T209;
    key: "accepted";
  };
  /** Take the cart as it can be ordered now: prices seen, quantities as far as in stock */
  'POST /cart/accept-changes': {
    params: undefined;
    query: { itemId?: string };
    body: undefined;
    reply: T205;
    codes: T208;
    key: "accepted";
  };
  /** Bring an anonymous cart into the cart of the token; also done at login */
  'POST /cart/merge': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T205;
    codes: T210;
    key: "accepted";
  };
  /** Put a coupon into the cart, in place of the one that is in it */
  'POST /cart/coupons': {
    params: undefined;
    query: undefined;
    body: { code: string };
    reply: T205;
    codes: T211;
    key: "accepted";
  };
  /** Take the coupon out of the cart */
  'DELETE /cart/coupons/{code}': {
    params: { code: string };
    query: undefined;
    body: undefined;
    reply: T205;
    codes: T212;
    key: "accepted";
  };
  /** What was saved for later, at the prices and stock of this moment */
  'GET /cart/saved': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { items: T213[]; unconfirmed: string[] };
    codes: T214;
    key: "none";
  };
  /** Save a line for later: it leaves the cart and is kept with its price */
  'POST /cart/items/{itemId}/save': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: { cart: T205; saved: { items: T213[]; unconfirmed: string[] } };
    codes: T215;
    key: "accepted";
  };
  /** Put what was saved for later back into the cart, at the price of this moment */
  'POST /cart/saved/{itemId}/move': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: { cart: T205; saved: { items: T213[]; unconfirmed: string[] } };
    codes: T216;
    key: "accepted";
  };
  /** Forget what was saved for later */
  'DELETE /cart/saved/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: { items: T213[]; unconfirmed: string[] };
    codes: T217;
    key: "accepted";
  };
  /** What the cart would cost at a place: delivery, tax and total by each way */
  'GET /cart/estimate': {
    params: undefined;
    query: { country: string; state?: string; postalCode?: string };
    body: undefined;
    reply: { subtotal: number; currency: string; methods: T219[] };
    codes: T220;
    key: "none";
  };
  /** Count the cart in another currency, at the prices of now */
  'PUT /cart/currency': {
    params: undefined;
    query: undefined;
    body: { currency: string };
    reply: T205;
    codes: T221;
    key: "accepted";
  };
  /** Issue a gift card; its code is told once */
  'POST /admin/gift-cards': {
    params: undefined;
    query: undefined;
    body: { amount: number; currency: string; expiresAt?: string; note?: string };
    reply: T222;
    codes: T223;
    key: "none";
  };
  /** Gift cards, newest first, without their codes */
  'GET /admin/gift-cards': {
    params: undefined;
    query: { last4?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T224[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Give a person store credit */
  'POST /admin/users/{userId}/credit': {
    params: { userId: string };
    query: undefined;
    body: { amount: number; currency: string; reason: string };
    reply: { accountId: string; balance: number; currency: string };
    codes: T225;
    key: "required";
  };
  /** What is left on a gift card */
  'POST /gift-cards/lookup': {
    params: undefined;
    query: undefined;
    body: { code: string };
    reply: { last4: string; balance: number; currency: string; expiresAt: string | null };
    codes: T226;
    key: "none";
  };
  /** Move what is left on a gift card to my store credit */
  'POST /gift-cards/redeem': {
    params: undefined;
    query: undefined;
    body: { code: string };
    reply: { amount: number; balance: number; currency: string };
    codes: T227;
    key: "accepted";
  };
  /** My store credit by currency, and what it gained and lost, newest first */
  'GET /me/credit': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: T229;
    codes: T14;
    key: "none";
  };
  /** News from the gateway stripe, signed */
  'POST /webhooks/stripe': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T230;
    key: "none";
  };
  /** News from the gateway paypal, signed */
  'POST /webhooks/paypal': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T230;
    key: "none";
  };
  /** News from the gateway sandbox, signed */
  'POST /webhooks/sandbox': {
    params: undefined;
    query: undefined;
    body: unknown;
    reply: null;
    codes: T230;
    key: "none";
  };
  /** Ways to pay that I keep: the default, then the one used last */
  'GET /me/payment-methods': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { paymentMethods: T231[] };
    codes: T14;
    key: "none";
  };
  /** Offer this way to pay first */
  'PUT /me/payment-methods/{methodId}/default': {
    params: { methodId: string };
    query: undefined;
    body: undefined;
    reply: { paymentMethods: T231[] };
    codes: T232;
    key: "accepted";
  };
  /** Remove a way to pay, here and at its gateway */
  'DELETE /me/payment-methods/{methodId}': {
    params: { methodId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T232;
    key: "accepted";
  };
  /** Put back a way to pay that was removed a moment ago */
  'POST /me/payment-methods/{methodId}/restore': {
    params: { methodId: string };
    query: undefined;
    body: undefined;
    reply: { paymentMethods: T231[] };
    codes: T232;
    key: "accepted";
  };
  /** Ways to pay that this shop takes, and which get no answers just now */
  'GET /payment-methods': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T233;
    codes: T74;
    key: "none";
  };
  /** Chargebacks, newest first; `open=true` for those that are not decided */
  'GET /admin/disputes': {
    params: undefined;
    query: { open?: boolean; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T234[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Payment attempts, newest first */
  'GET /admin/payments': {
    params: undefined;
    query: T236;
    body: undefined;
    reply: { data: T235[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A payment attempt with its refunds, journal and breaks */
  'GET /admin/payments/{paymentId}': {
    params: { paymentId: string };
    query: undefined;
    body: undefined;
    reply: T239;
    codes: T240;
    key: "none";
  };
  /** My orders, newest first, by status, time, seller or what I remember of them */
  'GET /orders': {
    params: undefined;
    query: T243;
    body: undefined;
    reply: { data: T242[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my orders, by its id or number, with all that happened to it */
  'GET /orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T254;
    codes: T255;
    key: "none";
  };
  /** Cancel an order before anything of it is shipped, or lines before they are picked */
  'POST /orders/{orderId}/cancel': {
    params: { orderId: string };
    query: undefined;
    body: T256;
    reply: T254;
    codes: T257;
    key: "required";
  };
  /** What would go back if I cancelled these lines now; nothing is changed */
  'GET /orders/{orderId}/cancel-preview': {
    params: { orderId: string };
    query: { lines: string };
    body: undefined;
    reply: T258;
    codes: T259;
    key: "none";
  };
  /** Send an order to another of my addresses, before anything of it is picked */
  'POST /orders/{orderId}/address': {
    params: { orderId: string };
    query: undefined;
    body: { addressId: string };
    reply: T254;
    codes: T260;
    key: "required";
  };
  /** Live updates of one of my orders */
  'GET /orders/{orderId}/events': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T261;
    key: "none";
  };
  /** What I bought with my last 20 orders, and whether it is sold now */
  'GET /orders/buy-again': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { items: T262[] };
    codes: T14;
    key: "none";
  };
  /** What of one of my orders is sold now, for the cart */
  'GET /orders/{orderId}/buy-again': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: { items: T262[] };
    codes: T255;
    key: "none";
  };
  /** Open an order by its number and the e-mail of its buyer, to look at for an hour */
  'POST /orders/lookup': {
    params: undefined;
    query: undefined;
    body: { orderNumber: string; email: string };
    reply: { token: string; expiresAt: string; order: T264 };
    codes: T265;
    key: "none";
  };
  /** An order by the link of a mail: what a parcel is and where it stays */
  'GET /orders/{orderId}/shared': {
    params: { orderId: string };
    query: { t: string };
    body: undefined;
    reply: T264;
    codes: T266;
    key: "none";
  };
  /** Live updates of an order by the link of a mail */
  'GET /orders/{orderId}/shared/events': {
    params: { orderId: string };
    query: { t: string };
    body: undefined;
    reply: string;
    codes: T267;
    key: "none";
  };
  /** The invoice of one of my orders, as PDF */
  'GET /orders/{orderId}/invoice': {
    params: { orderId: string };
    query: { language?: "en" | "de" | "es" | "hi" | "ar" };
    body: undefined;
    reply: string;
    codes: T268;
    key: "none";
  };
  /** The credit note of a refund of one of my orders, as PDF */
  'GET /orders/{orderId}/refunds/{refundId}/credit-note': {
    params: { orderId: string; refundId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T269;
    key: "none";
  };
  /** The invoice of an order by the link of a mail, without name and street */
  'GET /orders/{orderId}/shared/invoice': {
    params: { orderId: string };
    query: { t: string; language?: "en" | "de" | "es" | "hi" | "ar" };
    body: undefined;
    reply: string;
    codes: T270;
    key: "none";
  };
  /** The invoice of any order, as PDF */
  'GET /admin/orders/{orderId}/invoice': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T268;
    key: "none";
  };
  /** The credit note of a refund of any order, as PDF */
  'GET /admin/orders/{orderId}/refunds/{refundId}/credit-note': {
    params: { orderId: string; refundId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T269;
    key: "none";
  };
  /** Invoices, or credit notes, in the order of their numbers, newest first */
  'GET /admin/invoices': {
    params: undefined;
    query: { kind?: "invoice" | "credit-note"; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T271[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Orders with lines of my shop, newest first */
  'GET /seller/orders': {
    params: undefined;
    query: T274;
    body: undefined;
    reply: { data: T273[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** My part of an order, by its id or number */
  'GET /seller/orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T276;
    codes: T255;
    key: "none";
  };
  /** Take my lines of an order from the shelf */
  'POST /seller/orders/{orderId}/pick': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T276;
    codes: T277;
    key: "accepted";
  };
  /** Put my picked lines into boxes */
  'POST /seller/orders/{orderId}/pack': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T276;
    codes: T277;
    key: "accepted";
  };
  /** Send a parcel with all that is ready, or with some items */
  'POST /seller/orders/{orderId}/ship': {
    params: { orderId: string };
    query: undefined;
    body: T278;
    reply: T276;
    codes: T279;
    key: "required";
  };
  /** Orders of everybody, newest first */
  'GET /admin/orders': {
    params: undefined;
    query: T281;
    body: undefined;
    reply: { data: T280[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Any order, by its id or number */
  'GET /admin/orders/{orderId}': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T284;
    codes: T255;
    key: "none";
  };
  /** Cancel any order before anything of it is shipped, or lines before they are picked */
  'POST /admin/orders/{orderId}/cancel': {
    params: { orderId: string };
    query: undefined;
    body: { lines?: number[]; reason: string };
    reply: T284;
    codes: T285;
    key: "required";
  };
  /** Note that a shipped order has arrived */
  'POST /admin/orders/{orderId}/deliver': {
    params: { orderId: string };
    query: undefined;
    body: undefined;
    reply: T284;
    codes: T286;
    key: "accepted";
  };
  /** Sales that are announced, under way or over, the newest first */
  'GET /flash-sales': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T288[]; nextCursor: string | null; hasMore: boolean };
    codes: T74;
    key: "none";
  };
  /** One sale: its rules, times, items and how many there are */
  'GET /flash-sales/{saleId}': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T288;
    codes: T289;
    key: "none";
  };
  /** How far the line is: the one document that everybody in it reads */
  'GET /flash-sales/{saleId}/watermark': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T290;
    codes: T289;
    key: "none";
  };
  /** The watermark as server-sent events, for as many as there is room for */
  'GET /flash-sales/{saleId}/events': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T291;
    key: "none";
  };
  /** What anybody needs to check the draw, and what became of the units */
  'GET /flash-sales/{saleId}/fairness': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T292;
    codes: T289;
    key: "none";
  };
  /** Get a place in the line; who has one gets the same */
  'POST /flash-sales/{saleId}/join': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: { saleId: string; ticket: string; number: number; joinedAt: string; place: unknown };
    codes: T293;
    key: "none";
  };
  /** My ticket, on whatever device, and where it stands */
  'GET /flash-sales/{saleId}/place': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: { saleId: string; ticket: string; number: number; joinedAt: string; place: unknown };
    codes: T294;
    key: "none";
  };
  /** Take a unit when it is my turn; who has taken one gets the same token */
  'POST /flash-sales/{saleId}/claim': {
    params: { saleId: string };
    query: undefined;
    body: { ticket: string; variantId: string; quantity?: number };
    reply: T295;
    codes: T296;
    key: "none";
  };
  /** My purchase token, in whatever state */
  'GET /flash-sales/{saleId}/token': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T295;
    codes: T297;
    key: "none";
  };
  /** Give my unit up, so that the next in line gets it */
  'DELETE /flash-sales/{saleId}/token': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T298;
    key: "accepted";
  };
  /** Sales, drafts as well, the newest first */
  'GET /admin/flash-sales': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T299[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Plan a sale; nobody sees it and no stock moves until it is announced */
  'POST /admin/flash-sales': {
    params: undefined;
    query: undefined;
    body: T300;
    reply: T299;
    codes: T301;
    key: "accepted";
  };
  /** One sale */
  'GET /admin/flash-sales/{saleId}': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T302;
    key: "none";
  };
  /** Change a plan as a whole, as long as it is a draft */
  'PUT /admin/flash-sales/{saleId}': {
    params: { saleId: string };
    query: undefined;
    body: T300;
    reply: T299;
    codes: T303;
    key: "accepted";
  };
  /** Set the units aside and show the sale: all units or none */
  'POST /admin/flash-sales/{saleId}/announce': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T304;
    key: "accepted";
  };
  /** Open the line now */
  'POST /admin/flash-sales/{saleId}/pre-queue': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T305;
    key: "accepted";
  };
  /** Draw and start now */
  'POST /admin/flash-sales/{saleId}/start': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T305;
    key: "accepted";
  };
  /** Let nobody in for a while; who is in can go on */
  'POST /admin/flash-sales/{saleId}/pause': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T305;
    key: "accepted";
  };
  /** Let people in again */
  'POST /admin/flash-sales/{saleId}/resume': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T305;
    key: "accepted";
  };
  /** End the sale now; who has a token can use it until its time is over */
  'POST /admin/flash-sales/{saleId}/end': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: T299;
    codes: T305;
    key: "accepted";
  };
  /** Let people in faster or slower */
  'POST /admin/flash-sales/{saleId}/rate': {
    params: { saleId: string };
    query: undefined;
    body: { ratePerMinute: number };
    reply: T299;
    codes: T306;
    key: "accepted";
  };
  /** End the sale later */
  'POST /admin/flash-sales/{saleId}/extend': {
    params: { saleId: string };
    query: undefined;
    body: { endsAt: string };
    reply: T299;
    codes: T307;
    key: "accepted";
  };
  /** Say something to everybody in the line, in one paragraph; an empty text takes it back */
  'POST /admin/flash-sales/{saleId}/message': {
    params: { saleId: string };
    query: undefined;
    body: { text: string };
    reply: T299;
    codes: T306;
    key: "accepted";
  };
  /** Whether a sale may start: what is looked at, and what is not as it should be */
  'GET /admin/flash-sales/{saleId}/preflight': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: { ready: boolean; checks: { check: string; ok: boolean; detail: string }[] };
    codes: T302;
    key: "none";
  };
  /** Make the process that answers ready for the first seconds of the sale */
  'POST /admin/flash-sales/{saleId}/prewarm': {
    params: { saleId: string };
    query: undefined;
    body: undefined;
    reply: { ready: boolean; took_ms: number; warmed: string[] };
    codes: T308;
    key: "accepted";
  };
  /** Send a crowd of nobody through a copy of the sale, and say how it went */
  'POST /admin/flash-sales/{saleId}/rehearse': {
    params: { saleId: string };
    query: undefined;
    body: { people?: number };
    reply: T309;
    codes: T310;
    key: "accepted";
  };
  /** Events with sessions to come, the soonest first */
  'GET /events': {
    params: undefined;
    query: T312;
    body: undefined;
    reply: { data: T311[]; nextCursor: string | null; hasMore: boolean };
    codes: T74;
    key: "none";
  };
  /** One event, by id or slug: sessions, prices with fees in them, what is left */
  'GET /events/{eventId}': {
    params: { eventId: string };
    query: undefined;
    body: undefined;
    reply: T317;
    codes: T318;
    key: "none";
  };
  /** The seats of a session and whether they are free, in the order of the plan */
  'GET /events/{eventId}/sessions/{sessionId}/seats': {
    params: { eventId: string; sessionId: string };
    query: { booking?: string };
    body: undefined;
    reply: { sessionId: string; seats: T319[] };
    codes: T320;
    key: "none";
  };
  /** Take tickets and seats, all or none: held for 15 minutes, or paid at once */
  'POST /bookings': {
    params: undefined;
    query: undefined;
    body: T326;
    reply: T325;
    codes: T327;
    key: "required";
  };
  /** My bookings, the newest first */
  'GET /bookings': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T325[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my bookings, at least as new as `minVersion` */
  'GET /bookings/{bookingId}': {
    params: { bookingId: string };
    query: { minVersion?: number };
    body: undefined;
    reply: T325;
    codes: T328;
    key: "none";
  };
  /** What happened to my booking, in the order of cause and effect */
  'GET /bookings/{bookingId}/timeline': {
    params: { bookingId: string };
    query: undefined;
    body: undefined;
    reply: T330;
    codes: T331;
    key: "none";
  };
  /** Ask for the payment of what is held; without one where it costs nothing */
  'POST /bookings/{bookingId}/pay': {
    params: { bookingId: string };
    query: undefined;
    body: T332;
    reply: T325;
    codes: T333;
    key: "required";
  };
  /** Give the seats back; the money comes back by the rules of the event */
  'POST /bookings/{bookingId}/cancel': {
    params: { bookingId: string };
    query: undefined;
    body: undefined;
    reply: T325;
    codes: T334;
    key: "required";
  };
  /** The tickets of a booking that is confirmed, each with its code */
  'GET /bookings/{bookingId}/tickets': {
    params: { bookingId: string };
    query: undefined;
    body: undefined;
    reply: { tickets: T335[] };
    codes: T331;
    key: "none";
  };
  /** The session as a calendar file */
  'GET /bookings/{bookingId}/calendar': {
    params: { bookingId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T331;
    key: "none";
  };
  /** Wait for tickets that come back; who waits already keeps the place */
  'POST /events/{eventId}/sessions/{sessionId}/waitlist': {
    params: { eventId: string; sessionId: string };
    query: undefined;
    body: { typeId: string; quantity: number };
    reply: T336;
    codes: T337;
    key: "accepted";
  };
  /** What I wait for, and what was offered, the newest first */
  'GET /me/waitlist': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T336[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Wait no more */
  'DELETE /me/waitlist/{entryId}': {
    params: { entryId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T338;
    key: "accepted";
  };
  /** Offer a ticket to somebody else by e-mail */
  'POST /tickets/{ticketId}/hand-over': {
    params: { ticketId: string };
    query: undefined;
    body: { email: string };
    reply: T339;
    codes: T340;
    key: "required";
  };
  /** End the offer of a ticket that nobody has taken */
  'POST /tickets/{ticketId}/take-back': {
    params: { ticketId: string };
    query: undefined;
    body: undefined;
    reply: T339;
    codes: T341;
    key: "required";
  };
  /** A ticket as a signed file for Apple Wallet */
  'GET /tickets/{ticketId}/pass': {
    params: { ticketId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T342;
    key: "none";
  };
  /** What the link of a mail offers */
  'POST /hand-overs/look': {
    params: undefined;
    query: undefined;
    body: { token?: string; handOverId?: string };
    reply: T344;
    codes: T345;
    key: "none";
  };
  /** Take a ticket that was offered: it is the caller’s from now on */
  'POST /hand-overs/accept': {
    params: undefined;
    query: undefined;
    body: { token?: string; handOverId?: string; name: string };
    reply: T344;
    codes: T346;
    key: "required";
  };
  /** Tickets that others handed over to me, the newest first, with their codes */
  'GET /me/tickets': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { tickets: T348[] };
    codes: T14;
    key: "none";
  };
  /** Tickets that are offered to my account */
  'GET /me/hand-overs': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { offers: T344[] };
    codes: T14;
    key: "none";
  };
  /** My venues, the newest first */
  'GET /seller/venues': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T349[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A place where events are, with its seats where it has numbered ones */
  'POST /seller/venues': {
    params: undefined;
    query: undefined;
    body: T350;
    reply: T349;
    codes: T351;
    key: "accepted";
  };
  /** One venue */
  'GET /seller/venues/{venueId}': {
    params: { venueId: string };
    query: undefined;
    body: undefined;
    reply: T349;
    codes: T352;
    key: "none";
  };
  /** Change a venue; events that are published keep the seats they have */
  'PUT /seller/venues/{venueId}': {
    params: { venueId: string };
    query: undefined;
    body: T353;
    reply: T349;
    codes: T354;
    key: "accepted";
  };
  /** My events, drafts as well, the newest first */
  'GET /seller/events': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T317[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Plan an event; nobody sees it until it is published */
  'POST /seller/events': {
    params: undefined;
    query: undefined;
    body: T356;
    reply: T317;
    codes: T357;
    key: "accepted";
  };
  /** One of my events */
  'GET /seller/events/{eventId}': {
    params: { eventId: string };
    query: undefined;
    body: undefined;
    reply: T317;
    codes: T358;
    key: "none";
  };
  /** Change an event as a whole, as long as it is a draft */
  'PUT /seller/events/{eventId}': {
    params: { eventId: string };
    query: undefined;
    body: T359;
    reply: T317;
    codes: T360;
    key: "accepted";
  };
  /** Show the event and sell its tickets */
  'POST /seller/events/{eventId}/publish': {
    params: { eventId: string };
    query: undefined;
    body: undefined;
    reply: T317;
    codes: T361;
    key: "accepted";
  };
  /** Cancel an event; everybody gets all the money back */
  'POST /seller/events/{eventId}/cancel': {
    params: { eventId: string };
    query: undefined;
    body: undefined;
    reply: T317;
    codes: T362;
    key: "accepted";
  };
  /** Cancel one session; everybody who had booked it gets all the money back */
  'POST /seller/events/{eventId}/sessions/{sessionId}/cancel': {
    params: { eventId: string; sessionId: string };
    query: undefined;
    body: undefined;
    reply: T317;
    codes: T363;
    key: "accepted";
  };
  /** Move a session, and say what becomes of its bookings */
  'POST /seller/events/{eventId}/sessions/{sessionId}/reschedule': {
    params: { eventId: string; sessionId: string };
    query: undefined;
    body: { startsAt: string; endsAt: string; doorsAt?: string; bookings: "refund" | "keep" };
    reply: T317;
    codes: T364;
    key: "accepted";
  };
  /** Set how many tickets of a kind without seats there are */
  'POST /seller/events/{eventId}/sessions/{sessionId}/quota': {
    params: { eventId: string; sessionId: string };
    query: undefined;
    body: { typeId: string; quota: number };
    reply: T317;
    codes: T365;
    key: "accepted";
  };
  /** Scans at the door, one or many, also those made offline */
  'POST /seller/events/{eventId}/sessions/{sessionId}/check-ins': {
    params: { eventId: string; sessionId: string };
    query: undefined;
    body: { scans: { scanId: string; code: string; device: string; scannedAt: string }[] };
    reply: { results: T366[] };
    codes: T367;
    key: "none";
  };
  /** What is sold, held and inside, of each kind of ticket in each session */
  'GET /seller/events/{eventId}/sold': {
    params: { eventId: string };
    query: undefined;
    body: undefined;
    reply: { kinds: T368[] };
    codes: T358;
    key: "none";
  };
  /** Tickets as a device keeps them that goes offline */
  'GET /seller/events/{eventId}/sessions/{sessionId}/tickets': {
    params: { eventId: string; sessionId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T369[]; nextCursor: string | null; hasMore: boolean };
    codes: T370;
    key: "none";
  };
  /** Who has booked a session */
  'GET /seller/events/{eventId}/sessions/{sessionId}/attendees': {
    params: { eventId: string; sessionId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T371[]; nextCursor: string | null; hasMore: boolean };
    codes: T370;
    key: "none";
  };
  /** What happened to a booking across rooms, in the order of cause and effect */
  'GET /admin/bookings/{bookingId}/timeline': {
    params: { bookingId: string };
    query: undefined;
    body: undefined;
    reply: T330;
    codes: T331;
    key: "none";
  };
  /** Fix the price, hold the units and open a checkout */
  'POST /checkout/initiate': {
    params: undefined;
    query: undefined;
    body: T375;
    reply: T374;
    codes: T376;
    key: "required";
  };
  /** A checkout with its prices, deadline and state */
  'GET /checkout/{checkoutId}': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T374;
    codes: T377;
    key: "none";
  };
  /** Leave a checkout and give its units back */
  'DELETE /checkout/{checkoutId}': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T378;
    key: "accepted";
  };
  /** Hold the units for longer */
  'POST /checkout/{checkoutId}/extend': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T374;
    codes: T379;
    key: "accepted";
  };
  /** Give up a payment that waits at the bank and keep the hold */
  'DELETE /checkout/{checkoutId}/payment': {
    params: { checkoutId: string };
    query: undefined;
    body: undefined;
    reply: T374;
    codes: T380;
    key: "accepted";
  };
  /** Pay a checkout and place the order */
  'POST /checkout/{checkoutId}/pay': {
    params: { checkoutId: string };
    query: undefined;
    body: T382;
    reply: T381;
    codes: T383;
    key: "required";
  };
  /** What of my order can go back, until when, why not, and what it would give */
  'GET /orders/{orderId}/return-options': {
    params: { orderId: string };
    query: { items?: string };
    body: undefined;
    reply: T386;
    codes: T255;
    key: "none";
  };
  /** Announce that something of my order goes back */
  'POST /orders/{orderId}/return': {
    params: { orderId: string };
    query: undefined;
    body: T391;
    reply: { returns: T390[] };
    codes: T392;
    key: "required";
  };
  /** My returns, newest first */
  'GET /returns': {
    params: undefined;
    query: T394;
    body: undefined;
    reply: { data: T393[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my returns, by its id or number */
  'GET /returns/{returnId}': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T390;
    codes: T395;
    key: "none";
  };
  /** The label to put on the parcel, as PDF */
  'GET /returns/{returnId}/label': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T396;
    key: "none";
  };
  /** I have handed the parcel in */
  'POST /returns/{returnId}/sent': {
    params: { returnId: string };
    query: undefined;
    body: { trackingNumber?: string };
    reply: T390;
    codes: T397;
    key: "required";
  };
  /** I keep it: give a return up before it is sent */
  'POST /returns/{returnId}/cancel': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T390;
    codes: T397;
    key: "required";
  };
  /** Say why a refusal is wrong; somebody of the marketplace looks at it */
  'POST /returns/{returnId}/appeal': {
    params: { returnId: string };
    query: undefined;
    body: { text: string };
    reply: T390;
    codes: T398;
    key: "required";
  };
  /** What of an order can go back, by the link of a mail */
  'GET /orders/{orderId}/shared/return-options': {
    params: { orderId: string };
    query: { t: string; items?: string };
    body: undefined;
    reply: T386;
    codes: T266;
    key: "none";
  };
  /** Announce a return by the link of a mail */
  'POST /orders/{orderId}/shared/return': {
    params: { orderId: string };
    query: { t: string };
    body: T391;
    reply: { returns: T399[] };
    codes: T400;
    key: "required";
  };
  /** A return by the link of a mail */
  'GET /returns/{returnId}/shared': {
    params: { returnId: string };
    query: { t: string };
    body: undefined;
    reply: T399;
    codes: T401;
    key: "none";
  };
  /** The label of a return by the link of a mail, as PDF */
  'GET /returns/{returnId}/shared/label': {
    params: { returnId: string };
    query: { t: string };
    body: undefined;
    reply: string;
    codes: T402;
    key: "none";
  };
  /** What comes back to my shop, newest first */
  'GET /seller/returns': {
    params: undefined;
    query: T404;
    body: undefined;
    reply: { data: T403[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A return to my shop, by its id or the number on its label */
  'GET /seller/returns/{returnId}': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T407;
    codes: T395;
    key: "none";
  };
  /** What would go back to the buyer if I granted these units */
  'GET /seller/returns/{returnId}/worth': {
    params: { returnId: string };
    query: { items: string };
    body: undefined;
    reply: { amount: number; shipping: number; currency: string };
    codes: T408;
    key: "none";
  };
  /** The parcel has arrived */
  'POST /seller/returns/{returnId}/receive': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T407;
    codes: T397;
    key: "required";
  };
  /** What is in it, unit by unit: back onto the shelf or written off */
  'POST /seller/returns/{returnId}/inspect': {
    params: { returnId: string };
    query: undefined;
    body: { items: T409[]; evidence?: string };
    reply: T407;
    codes: T410;
    key: "required";
  };
  /** What comes instead has left */
  'POST /seller/returns/{returnId}/ship': {
    params: { returnId: string };
    query: undefined;
    body: { carrier: string; trackingNumber: string };
    reply: T407;
    codes: T397;
    key: "required";
  };
  /** Grant a return, whole or in part; money or replacement follow by themselves */
  'POST /seller/returns/{returnId}/approve': {
    params: { returnId: string };
    query: undefined;
    body: T411;
    reply: T407;
    codes: T412;
    key: "required";
  };
  /** Refuse a return, with the reason and what shows it */
  'POST /seller/returns/{returnId}/reject': {
    params: { returnId: string };
    query: undefined;
    body: T413;
    reply: T407;
    codes: T397;
    key: "required";
  };
  /** Returns of everybody, newest first; `waiting`: those that need a person */
  'GET /admin/returns': {
    params: undefined;
    query: T404;
    body: undefined;
    reply: { data: T414[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Any return, by its id or number */
  'GET /admin/returns/{returnId}': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T415;
    codes: T395;
    key: "none";
  };
  /** Grant a return over its seller’s head, or hear an appeal */
  'POST /admin/returns/{returnId}/approve': {
    params: { returnId: string };
    query: undefined;
    body: T416;
    reply: T415;
    codes: T417;
    key: "required";
  };
  /** Refuse a return that was inspected, or leave a refusal as it is after an appeal */
  'POST /admin/returns/{returnId}/reject': {
    params: { returnId: string };
    query: undefined;
    body: T413;
    reply: T415;
    codes: T418;
    key: "required";
  };
  /** The money of a return that was paid at the door has been handed back */
  'POST /admin/returns/{returnId}/paid-out': {
    params: { returnId: string };
    query: undefined;
    body: { reference: string };
    reply: T415;
    codes: T418;
    key: "required";
  };
  /** Carry a decision out again whose saga was given up; nothing is done twice */
  'POST /admin/returns/{returnId}/carry-out': {
    params: { returnId: string };
    query: undefined;
    body: undefined;
    reply: T415;
    codes: T418;
    key: "required";
  };
  /** Open a return for a buyer, also outside the rules or for a parcel nobody took in */
  'POST /admin/orders/{orderId}/return': {
    params: { orderId: string };
    query: undefined;
    body: T391;
    reply: { returns: T415[] };
    codes: T419;
    key: "required";
  };
  /** Give a part of the money back without a return */
  'POST /admin/orders/{orderId}/refund': {
    params: { orderId: string };
    query: undefined;
    body: { amount: number; reason: string };
    reply: T420;
    codes: T421;
    key: "required";
  };
  /** The rules of what can be returned, by scope and key */
  'GET /admin/return-rules': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T422[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Make or change the rule of a category, a product, a variant, or of all the rest */
  'PUT /admin/return-rules': {
    params: undefined;
    query: undefined;
    body: T423;
    reply: T422;
    codes: T163;
    key: "accepted";
  };
  /** Drop a rule; the next closest one counts */
  'DELETE /admin/return-rules': {
    params: undefined;
    query: { scope: "default" | "category" | "product" | "variant"; key: string };
    body: undefined;
    reply: null;
    codes: T424;
    key: "accepted";
  };
  /** Reviews of a product with the distribution of stars and aspects */
  'GET /products/{productId}/reviews': {
    params: { productId: string };
    query: T427;
    body: undefined;
    reply: { summary: T425; data: T426[]; nextCursor: string | null; hasMore: boolean };
    codes: T50;
    key: "none";
  };
  /** Review something that I bought and that arrived */
  'POST /products/{productId}/reviews': {
    params: { productId: string };
    query: undefined;
    body: T429;
    reply: T428;
    codes: T430;
    key: "accepted";
  };
  /** Reviews of a product with pictures, newest first: the wall of photos */
  'GET /products/{productId}/review-pictures': {
    params: { productId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T431[]; nextCursor: string | null; hasMore: boolean };
    codes: T50;
    key: "none";
  };
  /** Questions on a product with their answers, newest first */
  'GET /products/{productId}/questions': {
    params: { productId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T433[]; nextCursor: string | null; hasMore: boolean };
    codes: T50;
    key: "none";
  };
  /** Ask something about a product */
  'POST /products/{productId}/questions': {
    params: { productId: string };
    query: undefined;
    body: { text: string; authorName?: string };
    reply: { postId: string; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" };
    codes: T149;
    key: "accepted";
  };
  /** What I reviewed, newest first, with its state */
  'GET /me/reviews': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T428[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of my reviews */
  'GET /me/reviews/{reviewId}': {
    params: { reviewId: string };
    query: undefined;
    body: undefined;
    reply: T428;
    codes: T434;
    key: "none";
  };
  /** What I bought and have, and whether I can review it */
  'GET /me/reviewable': {
    params: undefined;
    query: T436;
    body: undefined;
    reply: { data: T435[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Change my review, within some days of writing it */
  'PUT /reviews/{reviewId}': {
    params: { reviewId: string };
    query: undefined;
    body: T437;
    reply: T428;
    codes: T438;
    key: "accepted";
  };
  /** Take back my review */
  'DELETE /reviews/{reviewId}': {
    params: { reviewId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T439;
    key: "accepted";
  };
  /** Answer a question: its seller, people who bought the product, and who asked */
  'POST /questions/{questionId}/answers': {
    params: { questionId: string };
    query: undefined;
    body: { text: string; authorName?: string };
    reply: { postId: string; state: "PENDING" | "PUBLISHED" | "REJECTED" | "HIDDEN" };
    codes: T440;
    key: "accepted";
  };
  /** Tell the moderators that something is wrong with this review */
  'POST /reviews/{reviewId}/reports': {
    params: { reviewId: string };
    query: undefined;
    body: { reason: "spam" | "offensive" | "false" | "private" | "other" };
    reply: null;
    codes: T441;
    key: "accepted";
  };
  /** Take back my question */
  'DELETE /questions/{questionId}': {
    params: { questionId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T439;
    key: "accepted";
  };
  /** Tell the moderators that something is wrong with this question */
  'POST /questions/{questionId}/reports': {
    params: { questionId: string };
    query: undefined;
    body: { reason: "spam" | "offensive" | "false" | "private" | "other" };
    reply: null;
    codes: T441;
    key: "accepted";
  };
  /** Take back my answer */
  'DELETE /answers/{answerId}': {
    params: { answerId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T439;
    key: "accepted";
  };
  /** Tell the moderators that something is wrong with this answer */
  'POST /answers/{answerId}/reports': {
    params: { answerId: string };
    query: undefined;
    body: { reason: "spam" | "offensive" | "false" | "private" | "other" };
    reply: null;
    codes: T441;
    key: "accepted";
  };
  /** Say whether a review helped me; again says it anew, null takes it back */
  'POST /reviews/{reviewId}/votes': {
    params: { reviewId: string };
    query: undefined;
    body: { helpful: boolean | null };
    reply: { helpful: number; unhelpful: number };
    codes: T441;
    key: "accepted";
  };
  /** Reviews, questions and answers that wait for a moderator, the oldest first */
  'GET /admin/reviews': {
    params: undefined;
    query: T443;
    body: undefined;
    reply: { data: T442[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** One of them with its history and the complaints about it */
  'GET /admin/reviews/{postId}': {
    params: { postId: string };
    query: undefined;
    body: undefined;
    reply: T445;
    codes: T434;
    key: "none";
  };
  /** Let readers see it; complaints about it are dealt with */
  'POST /admin/reviews/{postId}/approve': {
    params: { postId: string };
    query: undefined;
    body: undefined;
    reply: T445;
    codes: T446;
    key: "accepted";
  };
  /** Keep it from readers, or hide what they have seen; the author reads the reason */
  'POST /admin/reviews/{postId}/reject': {
    params: { postId: string };
    query: undefined;
    body: { reason: string };
    reply: T445;
    codes: T446;
    key: "accepted";
  };
  /** Keep the pictures of a review from readers; the author reads the reason */
  'POST /admin/reviews/{postId}/pictures/reject': {
    params: { postId: string };
    query: undefined;
    body: { reason: string };
    reply: T445;
    codes: T446;
    key: "accepted";
  };
  /** Take away what a seller said to a review */
  'DELETE /admin/reviews/{postId}/reply': {
    params: { postId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T447;
    key: "accepted";
  };
  /** What buyers write about my goods, or ask, newest first */
  'GET /seller/reviews': {
    params: undefined;
    query: { kind?: "review" | "question"; open?: boolean; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T448[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Say something to a review of my goods, once; again says it anew */
  'PUT /seller/reviews/{reviewId}/reply': {
    params: { reviewId: string };
    query: undefined;
    body: { text: string };
    reply: null;
    codes: T439;
    key: "accepted";
  };
  /** Take back what I said to a review */
  'DELETE /seller/reviews/{reviewId}/reply': {
    params: { reviewId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T439;
    key: "accepted";
  };
  /** Send a picture for a review or a return */
  'POST /pictures': {
    params: undefined;
    query: { purpose: "review" | "return" };
    body: Blob;
    reply: { pictureId: string; url: string; width: number; height: number };
    codes: T449;
    key: "none";
  };
  /** Send a picture for products of a seller; its address goes into their images */
  'POST /seller/pictures': {
    params: undefined;
    query: { sellerId?: string };
    body: Blob;
    reply: { pictureId: string; url: string; width: number; height: number };
    codes: T450;
    key: "none";
  };
  /** A picture that I sent */
  'GET /pictures/{pictureId}/file': {
    params: { pictureId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T451;
    key: "none";
  };
  /** A picture that a buyer sent with a return to me, or one of mine */
  'GET /seller/pictures/{pictureId}/file': {
    params: { pictureId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T451;
    key: "none";
  };
  /** Any picture, for whoever looks at reviews and returns */
  'GET /admin/pictures/{pictureId}/file': {
    params: { pictureId: string };
    query: undefined;
    body: undefined;
    reply: string;
    codes: T451;
    key: "none";
  };
  /** List products with facets */
  'GET /products': {
    params: undefined;
    query: T456;
    body: undefined;
    reply: T455;
    codes: T50;
    key: "none";
  };
  /** Find products by words, with the filters of /products */
  'GET /search': {
    params: undefined;
    query: T460;
    body: undefined;
    reply: T459;
    codes: T50;
    key: "none";
  };
  /** Queries, categories, brands and products for what is being typed */
  'GET /search/suggest': {
    params: undefined;
    query: { q: string; currency?: string; locale?: string };
    body: undefined;
    reply: T461;
    codes: T74;
    key: "none";
  };
  /** Somebody looks at a product */
  'POST /products/{productId}/viewed': {
    params: { productId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T462;
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
    codes: T463;
    key: "accepted";
  };
  /** Change a synonym of the search */
  'PUT /admin/search/synonyms/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: { words: string[] };
    reply: { synonymId: string; words: string[]; version: number };
    codes: T193;
    key: "accepted";
  };
  /** Take a synonym out of the search */
  'DELETE /admin/search/synonyms/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T193;
    key: "accepted";
  };
  /** All boosts of the search */
  'GET /admin/search/boosts': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T464[] };
    codes: T14;
    key: "none";
  };
  /** Add a boost to the search */
  'POST /admin/search/boosts': {
    params: undefined;
    query: undefined;
    body: { kind: "brand" | "category" | "product"; key: string; points: number };
    reply: T464;
    codes: T463;
    key: "accepted";
  };
  /** Change a boost of the search */
  'PUT /admin/search/boosts/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: { kind: "brand" | "category" | "product"; key: string; points: number };
    reply: T464;
    codes: T193;
    key: "accepted";
  };
  /** Take a boost out of the search */
  'DELETE /admin/search/boosts/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T193;
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
    codes: T463;
    key: "accepted";
  };
  /** Change a pin of the search */
  'PUT /admin/search/pins/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: { query: string; productIds: string[] };
    reply: { pinId: string; query: string; productIds: string[]; version: number };
    codes: T193;
    key: "accepted";
  };
  /** Take a pin out of the search */
  'DELETE /admin/search/pins/{ruleId}': {
    params: { ruleId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T193;
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
    reply: T465;
    codes: T14;
    key: "none";
  };
  /** What is bought together with a product, bought as well, and alike */
  'GET /products/{productId}/recommendations': {
    params: { productId: string };
    query: { currency?: string; size?: number };
    body: undefined;
    reply: { rows: ({ kind: "together" | "also" | "alike" | "best"; products: T466[] })[] };
    codes: T50;
    key: "none";
  };
  /** What was bought with several products, such as those in a cart */
  'GET /recommendations/with': {
    params: undefined;
    query: { currency?: string; size?: number; product: string[] };
    body: undefined;
    reply: { basis: "orders" | "alike" | "best"; products: T466[] };
    codes: T74;
    key: "none";
  };
  /** What sells best in 30 days: beside some products, or in the whole shop */
  'GET /recommendations/best-sellers': {
    params: undefined;
    query: { currency?: string; size?: number; near?: string[] };
    body: undefined;
    reply: { products: T466[] };
    codes: T74;
    key: "none";
  };
  /** Some products as lists show them now, in this order, for what was looked at */
  'GET /recommendations/viewed': {
    params: undefined;
    query: { currency?: string; product: string[] };
    body: undefined;
    reply: { products: T466[] };
    codes: T74;
    key: "none";
  };
  /** For one person: from what the browser looked at and, if they agreed, their orders */
  'GET /recommendations/for-you': {
    params: undefined;
    query: { currency?: string; size?: number; viewed?: string[] };
    body: undefined;
    reply: { personal: boolean; from: ("orders" | "views")[]; products: T466[] };
    codes: T74;
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
    reply: { data: T467[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Make a wishlist; the first one is the default */
  'POST /wishlists': {
    params: undefined;
    query: undefined;
    body: { name: string; gift?: boolean };
    reply: T467;
    codes: T468;
    key: "accepted";
  };
  /** One of my wishlists */
  'GET /wishlists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: undefined;
    reply: T467;
    codes: T469;
    key: "none";
  };
  /** Rename a wishlist, make it the default, or hide from me what was bought */
  'PATCH /wishlists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: { name?: string; gift?: boolean; isDefault?: true };
    reply: T467;
    codes: T470;
    key: "accepted";
  };
  /** Remove a wishlist with everything on it */
  'DELETE /wishlists/{listId}': {
    params: { listId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T470;
    key: "accepted";
  };
  /** Share a wishlist by a new link, or make it private; older links end */
  'PUT /wishlists/{listId}/share': {
    params: { listId: string };
    query: undefined;
    body: { visibility: "private" | "link" | "public" };
    reply: T467;
    codes: T470;
    key: "accepted";
  };
  /** What is on a wishlist, at the prices and stock of this moment */
  'GET /wishlists/{listId}/items': {
    params: { listId: string };
    query: { sort?: "newest" | "priority"; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T471[]; nextCursor: string | null; hasMore: boolean };
    codes: T469;
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
    body: T472;
    reply: T471;
    codes: T473;
    key: "accepted";
  };
  /** One thing on one of my wishlists */
  'GET /wishlist-items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: T471;
    codes: T474;
    key: "none";
  };
  /** Note, priority, quantities, list and alerts of a thing */
  'PATCH /wishlist-items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: T475;
    reply: T471;
    codes: T476;
    key: "accepted";
  };
  /** Take a thing off its wishlist; alerts asked for there end */
  'DELETE /wishlist-items/{itemId}': {
    params: { itemId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T477;
    key: "accepted";
  };
  /** A shared wishlist; of a gift list who is signed in and not its owner sees what was bought */
  'GET /wishlists/shared/{token}': {
    params: { token: string };
    query: { sort?: "newest" | "priority"; limit?: number; cursor?: string };
    body: undefined;
    reply: T479;
    codes: T480;
    key: "none";
  };
  /** Say how many of a thing I bought for its owner; 0 takes it back */
  'PUT /wishlists/shared/{token}/items/{itemId}/bought': {
    params: { token: string; itemId: string };
    query: undefined;
    body: { quantity: number };
    reply: { bought: number; mine: number };
    codes: T481;
    key: "accepted";
  };
  /** What I wait for and was told of, newest first */
  'GET /alerts': {
    params: undefined;
    query: { variantId?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T482[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Be told when a variant is back, or when something with these words appears */
  'POST /alerts': {
    params: undefined;
    query: undefined;
    body: { kind: "back"; productId: string; variantId: string } | { kind: "appears"; query: string };
    reply: T482;
    codes: T483;
    key: "accepted";
  };
  /** Wait no more */
  'DELETE /alerts/{alertId}': {
    params: { alertId: string };
    query: undefined;
    body: undefined;
    reply: null;
    codes: T484;
    key: "accepted";
  };
  /** Prove the address of an alert */
  'POST /alerts/confirm': {
    params: undefined;
    query: undefined;
    body: { token: string };
    reply: null;
    codes: T485;
    key: "none";
  };
  /** End the alert that a mail was about */
  'POST /alerts/stop': {
    params: undefined;
    query: undefined;
    body: { token: string };
    reply: null;
    codes: T485;
    key: "none";
  };
  /** My conversations with sellers, the last one written in first */
  'GET /messages': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T486[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Write to a seller about one of my orders or one of its products */
  'POST /messages': {
    params: undefined;
    query: undefined;
    body: { about: { orderId: string; sellerId: string } | { productId: string }; text: string };
    reply: T487;
    codes: T488;
    key: "required";
  };
  /** One of my conversations, its newest messages first */
  'GET /messages/{threadId}': {
    params: { threadId: string };
    query: { limit?: number; before?: number };
    body: undefined;
    reply: T487;
    codes: T489;
    key: "none";
  };
  /** Write into one of my conversations */
  'POST /messages/{threadId}': {
    params: { threadId: string };
    query: undefined;
    body: { text: string };
    reply: T487;
    codes: T490;
    key: "required";
  };
  /** Note how far I have read */
  'POST /messages/{threadId}/read': {
    params: { threadId: string };
    query: undefined;
    body: { seq: number };
    reply: { read: number };
    codes: T491;
    key: "accepted";
  };
  /** Conversations with buyers of my shop, the last one written in first */
  'GET /seller/messages': {
    params: undefined;
    query: { limit?: number; cursor?: string; unread?: boolean };
    body: undefined;
    reply: { data: T486[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** A conversation with a buyer, its newest messages first */
  'GET /seller/messages/{threadId}': {
    params: { threadId: string };
    query: { limit?: number; before?: number };
    body: undefined;
    reply: T487;
    codes: T489;
    key: "none";
  };
  /** Answer a buyer */
  'POST /seller/messages/{threadId}': {
    params: { threadId: string };
    query: undefined;
    body: { text: string };
    reply: T487;
    codes: T490;
    key: "required";
  };
  /** Note how far my shop has read */
  'POST /seller/messages/{threadId}/read': {
    params: { threadId: string };
    query: undefined;
    body: { seq: number };
    reply: { read: number };
    codes: T491;
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
    query: T493;
    body: undefined;
    reply: T492;
    codes: T14;
    key: "none";
  };
  /** Entries of the books, newest first: by order, account, time */
  'GET /admin/ledger/entries': {
    params: undefined;
    query: T495;
    body: undefined;
    reply: { data: T494[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Up to 100000 entries as CSV, newest first */
  'GET /admin/ledger/entries.csv': {
    params: undefined;
    query: T496;
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
    reply: { data: T497[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Set a commission rate from now on; what is booked stays as it is */
  'POST /admin/commission-rates': {
    params: undefined;
    query: undefined;
    body: { sellerId?: string; categoryId?: string; percent: number };
    reply: null;
    codes: T163;
    key: "accepted";
  };
  /** What my shop has earned: balances and statement lines, newest first */
  'GET /seller/ledger': {
    params: undefined;
    query: { from?: string; to?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: T499;
    codes: T14;
    key: "none";
  };
  /** What I was told, newest first; of one topic, or only unread */
  'GET /notifications': {
    params: undefined;
    query: T501;
    body: undefined;
    reply: { data: T500[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** How many I have not read, among the newest 1,000, by topic */
  'GET /notifications/unread': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { unread: number; byTopic: T502[] };
    codes: T14;
    key: "none";
  };
  /** Mark one as read or unread */
  'PATCH /notifications/{notificationId}': {
    params: { notificationId: string };
    query: undefined;
    body: { read: boolean };
    reply: T500;
    codes: T503;
    key: "accepted";
  };
  /** Mark all as read, or those of a topic, up to the newest that I have seen */
  'POST /notifications/read-all': {
    params: undefined;
    query: undefined;
    body: T504;
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
    codes: T505;
    key: "none";
  };
  /** What I agreed to be told and took back, the newest first; the newest 500 */
  'GET /me/consents': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T506[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** What I am told, by topic and channel, and when not */
  'GET /me/preferences': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T509;
    codes: T14;
    key: "none";
  };
  /** Change some cells of the grid, or the quiet hours; what is left out stays */
  'PATCH /me/preferences': {
    params: undefined;
    query: undefined;
    body: { grid?: T510[]; quietHours?: { from: string; to: string; timeZone: string } | null };
    reply: T509;
    codes: T511;
    key: "accepted";
  };
  /** Sagas of all rooms, newest first; by what they are about, or what is wrong with them */
  'GET /admin/ops/sagas': {
    params: undefined;
    query: T513;
    body: undefined;
    reply: { data: T512[]; nextCursor: string | null; hasMore: boolean; away: string[] };
    codes: T14;
    key: "none";
  };
  /** A saga with its steps, signals, events of all rooms and linked ids; masked */
  'GET /admin/ops/sagas/{sagaId}': {
    params: { sagaId: string };
    query: undefined;
    body: undefined;
    reply: T515;
    codes: T516;
    key: "none";
  };
  /** Make a waiting or interrupted saga go on now */
  'POST /admin/ops/sagas/{sagaId}/resume': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; status: string };
    codes: T517;
    key: "required";
  };
  /** Have a saga undo what it did, newest first; refused after the point of no return */
  'POST /admin/ops/sagas/{sagaId}/compensate': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; status: string };
    codes: T517;
    key: "required";
  };
  /** Ask for a stuck saga to be given up; a second person has 30 minutes to confirm */
  'POST /admin/ops/sagas/{sagaId}/force': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { approvalId: string; sagaId: string; askedBy: string; expiresAt: string; does: string };
    codes: T518;
    key: "required";
  };
  /** Confirm, as another person, that a stuck saga is given up */
  'POST /admin/ops/sagas/{sagaId}/force/{approvalId}/confirm': {
    params: { sagaId: string; approvalId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; status: string };
    codes: T519;
    key: "required";
  };
  /** Events on their way: by room, by consumer, and those set aside */
  'GET /admin/ops/outbox': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T520;
    codes: T14;
    key: "none";
  };
  /** Events that a consumer could not take, oldest first */
  'GET /admin/ops/dead-letters': {
    params: undefined;
    query: { room?: string; consumer?: string; eventType?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T521[]; nextCursor: string | null; hasMore: boolean; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Deliver parked events again: one, or up to 1,000 of a consumer, also by type */
  'POST /admin/ops/dead-letters/replay': {
    params: undefined;
    query: undefined;
    body: { consumer: string; eventId?: string; eventType?: string; reason: string };
    reply: { replayed: number };
    codes: T522;
    key: "required";
  };
  /** Units held for purchases, those that end first at the front */
  'GET /admin/ops/holds': {
    params: undefined;
    query: T524;
    body: undefined;
    reply: { data: T523[]; nextCursor: string | null; hasMore: boolean; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Give back the units of a hold whose purchase has ended */
  'POST /admin/ops/holds/{sagaId}/release': {
    params: { sagaId: string };
    query: undefined;
    body: { reason: string };
    reply: { sagaId: string; released: boolean };
    codes: T525;
    key: "required";
  };
  /** Guards around calls that leave a process, by process */
  'GET /admin/ops/breakers': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { processes: { processId: string; pid: number; breakers: T526[] }[]; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Caches in memory, by process */
  'GET /admin/ops/caches': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { processes: { processId: string; pid: number; caches: T527[] }[]; away: string[] };
    codes: T14;
    key: "none";
  };
  /** Empty a cache in the processes that answer; it fills again by itself */
  'POST /admin/ops/caches/purge': {
    params: undefined;
    query: undefined;
    body: { name: string; reason: string };
    reply: { name: string; purged: number; away: string[] };
    codes: T528;
    key: "required";
  };
  /** Repeated upkeep by process, background jobs by task, and jobs that gave up */
  'GET /admin/ops/jobs': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: T530;
    codes: T14;
    key: "none";
  };
  /** Run a repeated task now instead of at its time */
  'POST /admin/ops/jobs/run': {
    params: undefined;
    query: undefined;
    body: { name: string; reason: string };
    reply: { name: string };
    codes: T528;
    key: "required";
  };
  /** Give background jobs that gave up a new set of tries */
  'POST /admin/ops/jobs/retry': {
    params: undefined;
    query: undefined;
    body: { ids: string[]; reason: string };
    reply: { retried: number };
    codes: T166;
    key: "required";
  };
  /** What the checker of all invariants said last, newest first */
  'GET /admin/ops/invariants': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { data: T531[] };
    codes: T14;
    key: "none";
  };
  /** Have every invariant checked now, in a process of its own */
  'POST /admin/ops/invariants/check': {
    params: undefined;
    query: undefined;
    body: { reason: string };
    reply: T531;
    codes: T532;
    key: "required";
  };
  /** What operators did, newest first: who, what, why and how it ended */
  'GET /admin/audit': {
    params: undefined;
    query: { actor?: string; target?: string; action?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T533[]; nextCursor: string | null; hasMore: boolean };
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
    query: T537;
    body: undefined;
    reply: T536;
    codes: T14;
    key: "none";
  };
  /** A break with everything that was done about it */
  'GET /admin/ops/reconciliation/breaks/{breakId}': {
    params: { breakId: string };
    query: undefined;
    body: undefined;
    reply: T538;
    codes: T539;
    key: "none";
  };
  /** Runs, newest first */
  'GET /admin/ops/reconciliation/runs': {
    params: undefined;
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T535[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** Look at everything now; gives the run that is under way where there is one */
  'POST /admin/ops/reconciliation/run': {
    params: undefined;
    query: undefined;
    body: { span?: "recent" | "full"; reason: string };
    reply: T535;
    codes: T166;
    key: "required";
  };
  /** Accept a difference as it is; it is not reported again while it is the same */
  'POST /admin/ops/reconciliation/breaks/{breakId}/accept': {
    params: { breakId: string };
    query: undefined;
    body: { reason: string };
    reply: T534;
    codes: T540;
    key: "required";
  };
  /** Look at a break again and repair it where the rule is certain */
  'POST /admin/ops/reconciliation/breaks/{breakId}/retry': {
    params: { breakId: string };
    query: undefined;
    body: { reason: string };
    reply: T534;
    codes: T540;
    key: "required";
  };
  /** Copies that are compared with their sources, with the last run of each */
  'GET /admin/ops/sync': {
    params: undefined;
    query: undefined;
    body: undefined;
    reply: { every_ms: number; jobs: T542[] };
    codes: T14;
    key: "none";
  };
  /** Runs of comparisons, newest first */
  'GET /admin/ops/sync/runs': {
    params: undefined;
    query: { job?: string; limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T541[]; nextCursor: string | null; hasMore: boolean };
    codes: T14;
    key: "none";
  };
  /** What a run found, by key */
  'GET /admin/ops/sync/runs/{runId}/differences': {
    params: { runId: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    reply: { data: T543[]; nextCursor: string | null; hasMore: boolean; run: T541 };
    codes: T544;
    key: "none";
  };
  /** Compare a copy with its source now; gives the run that is under way if there is one */
  'POST /admin/ops/sync/{job}/run': {
    params: { job: string };
    query: undefined;
    body: { dryRun?: boolean; acceptShrink?: boolean; reason: string };
    reply: T541;
    codes: T545;
    key: "required";
  };
}
