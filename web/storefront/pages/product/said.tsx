/** What people say of a product: its reviews, and what was asked. */
import { unlessAway, type PageArgs } from '../../page.ts';
import { Questions, questions_count, type ProductQuestions } from './questions.tsx';
import { reviewChoice } from './review-address.ts';
import { Reviews, reviews_count, type ProductReviews } from './reviews.tsx';

export interface Words {
  reviews: ProductReviews;
  questions: ProductQuestions;
}

const silence = { data: [], nextCursor: null, hasMore: false };
const unrated = {
  summary: { count: 0, average: 0, stars: [0, 0, 0, 0, 0], photos: false, aspects: [] },
};

/** What people say of it; silence when that room is away. */
export async function wordsOn(productId: string, { app, url, signal }: PageArgs): Promise<Words> {
  const { api } = app;
  const { sort, stars } = reviewChoice(url.searchParams);
  const query = { sort, ...(stars === null ? {} : { stars }), limit: reviews_count };
  const params = { productId };
  const asked = { params, query: { limit: questions_count }, signal };
  const [reviews, questions] = await Promise.all([
    unlessAway<ProductReviews>(
      api.request('GET /products/{productId}/reviews', { params, query, signal }),
      { ...silence, ...unrated },
    ),
    unlessAway<ProductQuestions>(
      api.request('GET /products/{productId}/questions', asked),
      silence,
    ),
  ]);
  return { reviews, questions };
}

export function Said({ productId, words }: { productId: string; words: Words }) {
  return (
    <>
      <Reviews productId={productId} reviews={words.reviews} />
      <Questions productId={productId} questions={words.questions} />
    </>
  );
}
