/** The product's name with its initial as a rubric; a name is the same in every language. */
export function Product() {
  const name = 'Rubricator';
  return (
    <span className="product" aria-label={name}>
      <span className="product-initial">{name.charAt(0)}</span>
      {name.slice(1)}
    </span>
  );
}
