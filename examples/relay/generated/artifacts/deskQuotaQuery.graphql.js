/**
 * @generated SignedSource<<e86a6648b6696732b3bf201f04886cc6>>
 * @lightSyntaxTransform
 */

/* eslint-disable */

'use strict';

var node = (function(){
var v0 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "WolkvoxQuota",
    "kind": "LinkedField",
    "name": "wolkvoxQuota",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "limit",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "remaining",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "reservedForWrites",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "resetsAt",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "used",
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "deskQuotaQuery",
    "selections": (v0/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "deskQuotaQuery",
    "selections": (v0/*:: as any*/)
  },
  "params": {
    "cacheID": "0b0d58ef3cd24b678417b6fa5e8b972d",
    "id": null,
    "metadata": {},
    "name": "deskQuotaQuery",
    "operationKind": "query",
    "text": "query deskQuotaQuery {\n  wolkvoxQuota {\n    limit\n    remaining\n    reservedForWrites\n    resetsAt\n    used\n  }\n}\n"
  }
};
})();

node.hash = "0f55e1a5ae27e177b97276edf8ea97d5";

export default node;
