/**
 * @generated SignedSource<<13009cd47ee078936471b323fad141e0>>
 * @lightSyntaxTransform
 */

/* eslint-disable */

'use strict';

var node = (function(){
var v0 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "TenantVocabulary",
    "kind": "LinkedField",
    "name": "tenantVocabulary",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "TenantStatus",
        "kind": "LinkedField",
        "name": "statuses",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "condition",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "name",
            "storageKey": null
          }
        ],
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
    "name": "deskQueueStatusesQuery",
    "selections": (v0/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "deskQueueStatusesQuery",
    "selections": (v0/*:: as any*/)
  },
  "params": {
    "cacheID": "7e347b19f4054e21fc4c79b1792da925",
    "id": null,
    "metadata": {},
    "name": "deskQueueStatusesQuery",
    "operationKind": "query",
    "text": "query deskQueueStatusesQuery {\n  tenantVocabulary {\n    statuses {\n      condition\n      name\n    }\n  }\n}\n"
  }
};
})();

node.hash = "866f3c1fca2b49c02174c265df6916e2";

export default node;
