"""A page's databases closed under it, as iOS does to a page in the background. HELD is an init script, the others are
evaluated: SHUT_MEMORY says how many there were, OPENED_ANEW waits until so many are open again."""

HELD = """window.held = [];
  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = function (...asked) {
    const request = open.apply(this, asked)
    request.addEventListener('success', () => held.push(request.result))
    return request
  }"""
SHUT_MEMORY = "held.splice(0).map((db) => db.close()).length"
OPENED_ANEW = """(most) => new Promise((done) => {
  const look = () => (held.length >= most ? done() : setTimeout(look, 50))
  look()
})"""
