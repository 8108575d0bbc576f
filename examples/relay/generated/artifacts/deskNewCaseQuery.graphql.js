/**
 * @generated SignedSource<<bd121d74cdec558d34d9539172ff20fb>>
 * @lightSyntaxTransform
 */

/* eslint-disable */

'use strict';

var node = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "contactId"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "id",
        "variableName": "contactId"
      }
    ],
    "concreteType": "Contact",
    "kind": "LinkedField",
    "name": "contact",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "email",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "id",
        "storageKey": null
      },
      (v1/*:: as any*/)
    ],
    "storageKey": null
  },
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
        "kind": "ScalarField",
        "name": "caseTypes",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "priorities",
        "storageKey": null
      },
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
          (v1/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "deskNewCaseQuery",
    "selections": (v2/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "deskNewCaseQuery",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "7dd19a68a7b29288a67ee2f2156123c4",
    "id": null,
    "metadata": {},
    "name": "deskNewCaseQuery",
    "operationKind": "query",
    "text": "query deskNewCaseQuery(\n  $contactId: ID!\n) {\n  contact(id: $contactId) {\n    email\n    id\n    name\n  }\n  tenantVocabulary {\n    caseTypes\n    priorities\n    statuses {\n      condition\n      name\n    }\n  }\n}\n"
  }
};
})();

node.hash = "8392efe19e700ea67630e8e5abc98b2b";

export default node;
